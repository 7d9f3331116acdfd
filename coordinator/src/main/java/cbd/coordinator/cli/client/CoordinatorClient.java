package cbd.coordinator.cli.client;

import cbd.coordinator.http.ApiServer;
import cbd.coordinator.http.ProblemDocument;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's HTTP API. Thread-safe; every method blocks until the answer is there, for half a
 * minute at most, and throws {@link UnreachableException} when nobody answers and {@link
 * RefusedException} when the coordinator says no.
 */
public final class CoordinatorClient {
  /** Trials per request when all of a sweep are fetched. */
  private static final int PAGE = 1000;

  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /**
   * @param address scheme, host and port, such as {@code http://127.0.0.1:8470}
   */
  public CoordinatorClient(URI address) {
    this.address = address;
  }

  /** Where the coordinator is. */
  public URI address() {
    return address;
  }

  /** Whether it serves; also when it says that it does not, or not fully. */
  public Views.Health health() {
    HttpResponse<String> response = send(request("/health").GET());
    return Json.read(response.body(), Views.Health.class);
  }

  /**
   * Submits a sweep; the same one twice is one sweep.
   *
   * @param yaml a sweep file
   */
  public Views.SubmittedView submit(String yaml) {
    return Json.read(accepted(send(posted("/sweeps", yaml))), Views.SubmittedView.class);
  }

  /**
   * What a sweep would take; nothing of it is submitted.
   *
   * @param yaml a sweep file
   * @param imagesPerSecond assumed of each slot in place of what was observed, or null
   */
  public Views.PlanView plan(String yaml, @Nullable Double imagesPerSecond) {
    String query = imagesPerSecond == null ? "" : "?imagesPerSecond=" + imagesPerSecond;
    return Json.read(accepted(send(posted("/plan" + query, yaml))), Views.PlanView.class);
  }

  /** All sweeps, the latest first. */
  public List<Views.SweepView> sweeps() {
    return get("/sweeps", Views.SweepList.class).sweeps();
  }

  public Views.SweepView sweep(String id) {
    return get("/sweeps/" + id, Views.SweepView.class);
  }

  /**
   * A sweep's trials in grid order.
   *
   * @param states such as {@code cooling-down}; empty: all
   */
  public List<Views.TrialView> trials(String sweep, List<String> states) {
    String wanted = states.stream().map(state -> "&state=" + state).collect(Collectors.joining());
    List<Views.TrialView> trials = new ArrayList<>();
    Long after = -1L;
    while (after != null) {
      String query = "?limit=" + PAGE + "&after=" + after + wanted;
      Views.TrialPage page = get("/sweeps/" + sweep + "/trials" + query, Views.TrialPage.class);
      trials.addAll(page.trials());
      after = page.next();
    }
    return trials;
  }

  /**
   * One trial.
   *
   * @param id whole, or its first digits, four at least
   */
  public Views.TrialDetail trial(String id) {
    return get("/trials/" + id, Views.TrialDetail.class);
  }

  /**
   * A sweep's leaderboard as text.
   *
   * @param format csv, text, md or latex
   */
  public String leaderboard(String sweep, String format) {
    return text("/leaderboard?sweep=" + sweep + "&format=" + format);
  }

  /** A sweep's leaderboard for programs. */
  public Views.LeaderboardView leaderboard(String sweep) {
    return get("/leaderboard?sweep=" + sweep, Views.LeaderboardView.class);
  }

  public List<Views.WorkerView> workers() {
    return get("/workers", Views.WorkerList.class).workers();
  }

  /**
   * Cancels or queues again.
   *
   * @param path such as {@code /sweeps/demo-3f9c2a10/cancel}
   * @return how many trials changed
   */
  public int change(String path) {
    HttpRequest.Builder request = request(ApiServer.BASE + path).POST(BodyPublishers.noBody());
    return Json.read(accepted(send(request)), Views.ChangedView.class).trials();
  }

  /** Anything below the API's base, read from JSON. */
  public <T> T get(String path, Class<T> type) {
    return Json.read(text(path), type);
  }

  /** Anything below the API's base, as it is. */
  public String text(String path) {
    return accepted(send(request(ApiServer.BASE + path).GET()));
  }

  private HttpRequest.Builder posted(String path, String yaml) {
    return request(ApiServer.BASE + path)
        .header("Content-Type", "application/yaml")
        .POST(BodyPublishers.ofString(yaml));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(address, new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw new UnreachableException(address, e);
    }
  }

  private String accepted(HttpResponse<String> response) {
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith(ProblemDocument.MEDIA_TYPE)) {
      throw new RefusedException(Json.read(response.body(), ProblemDocument.class));
    }
    throw new UnreachableException(
        address,
        new IOException("what answers there is no coordinator: status " + response.statusCode()));
  }
}
