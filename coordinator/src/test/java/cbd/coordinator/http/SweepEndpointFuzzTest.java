package cbd.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.sweep.SweepMutations;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 of the 100,000 spoilt sweep files of {@code SweepFuzzTest}, all of them where {@code
 * CBD_SLOW_TESTS} is {@code true}, and each kind of hostile one, through the real HTTP server,
 * coordinator and store, to be planned and to be submitted: whatever comes, there is an answer and
 * it is no 5xx, and the server goes on.
 */
class SweepEndpointFuzzTest {
  private static final int DOCUMENTS =
      "true".equals(System.getenv("CBD_SLOW_TESTS")) ? 100_000 : 2_000;

  /** Of one document; what takes so long hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> TYPES =
      List.of(
          "application/yaml",
          "application/yaml",
          "application/yaml; charset=utf-8",
          "application/yaml; charset=utf-16",
          "text/yaml; charset=nonsense",
          "application/x-yaml; charset=\"",
          "application/json",
          "nothing");

  @TempDir private Path folder;

  private final Map<Integer, Integer> answers = new TreeMap<>();
  private final List<String> surprises = new ArrayList<>();

  @Test
  void neverAnswersWithAnErrorOfItsOwn() throws Exception {
    // A fast machine asks more often than one address may: it would hear 429 instead of an answer.
    ApiPlace place = ApiPlace.ofLoopback().within(new Limits(1_000_000, 100));
    try (Api api = new Api(folder, place)) {
      for (int number = 0; number < DOCUMENTS; number++) {
        byte[] body = SweepMutations.document(number);
        String type = TYPES.get(number / 2 % TYPES.size());
        send(api, number % 2 == 0 ? "/api/v1/sweeps" : "/api/v1/plan", type, body);
      }

      assertThat(surprises).isEmpty();
      assertThat(answers).as("all kinds of answers").containsKeys(200, 201, 415, 422);
      assertThat(api.submit(Api.SWEEP).statusCode()).isIn(200, 201);
    }
  }

  @Test
  void answersWhatWasMadeToTakeTimeOrMemory() throws Exception {
    try (Api api = new Api(folder)) {
      for (byte[] body : SweepMutations.hostileOfEachKind()) {
        send(api, "/api/v1/plan", "application/yaml", body);
        send(api, "/api/v1/sweeps", "application/yaml", body);
      }

      assertThat(surprises).isEmpty();
      assertThat(answers).as("all are refused for what they say").containsOnlyKeys(422);
      assertThat(api.submit(Api.SWEEP).statusCode()).isIn(200, 201);
    }
  }

  private void send(Api api, String path, String type, byte[] body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.uri(path))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    try {
      HttpResponse<String> response = api.send(request);
      answers.merge(response.statusCode(), 1, Integer::sum);
      if (response.statusCode() >= 500) {
        surprises.add(shown(path, type, body) + "\n" + response.body());
      }
    } catch (HttpTimeoutException e) {
      surprises.add("no answer: " + shown(path, type, body));
    }
  }

  private static String shown(String path, String type, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    return path + " as " + type + ": " + text.substring(0, Math.min(text.length(), 1000));
  }

  @Test
  void refusesWhatIsTooLargeUnread() throws Exception {
    try (Api api = new Api(folder)) {
      String large = "name: large\nnotes: " + "x".repeat(1 << 20) + "\n";

      assertThat(api.submit(large).statusCode()).isEqualTo(413);
    }
  }
}
