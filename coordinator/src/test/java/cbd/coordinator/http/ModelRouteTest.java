package cbd.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.domain.LeaseId;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.TrialOutcome;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Networks over HTTP, from a worker that is played here. */
@Timeout(120)
class ModelRouteTest {
  private static final byte[] MODEL = new byte[2 * Bytes.MAX + 1000];

  static {
    new Random(7).nextBytes(MODEL);
  }

  @TempDir private Path folder;
  private Api api;
  private LeaseId lease;
  private String trial;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean closed;

  @BeforeEach
  void open() throws Exception {
    api = new Api(folder);
    api.submitted();
    WorkerProtocol.StartAttempt start = api.work();
    lease = start.lease().id();
    trial = "/api/v1/trials/" + start.lease().trial();
  }

  @AfterEach
  void close() {
    closed = true;
    api.close();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void succeed(String sha256) {
    ModelFile file = new ModelFile(Phase.FINAL, "/somewhere/else", sha256);
    api.finish(lease, 1, new TrialOutcome.Succeeded(Trials.result(0.8, 0.9, file)));
  }

  private static CompletableFuture<HttpResponse<byte[]>> asking(URI uri, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return HttpClient.newHttpClient()
        .sendAsync(
            (headers.length == 0 ? request : request.headers(headers)).build(),
            BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String... headers) {
    return asking(api.uri(trial + "/model"), headers).join();
  }

  /** From now on the worker answers like this, for whoever asks and as often as it is asked. */
  private void answers(Function<WorkerProtocol.ModelWanted, CoordinatorProtocol> worker) {
    Thread thread =
        new Thread(
            () -> {
              while (!closed) {
                try {
                  WorkerProtocol message = api.worker.receiveMessage(Duration.ofMillis(100));
                  if (message instanceof WorkerProtocol.ModelWanted wanted) {
                    asked.incrementAndGet();
                    api.tell(worker.apply(wanted));
                  }
                } catch (AssertionError e) {
                  // Nobody asks just now.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void hasTheModel() {
    answers(
        wanted -> {
          int from = (int) wanted.offset();
          int to = Math.min(MODEL.length, from + wanted.most());
          return piece(wanted, MODEL.length, Arrays.copyOfRange(MODEL, from, to));
        });
  }

  private static CoordinatorProtocol piece(
      WorkerProtocol.ModelWanted wanted, long size, byte[] bytes) {
    return new CoordinatorProtocol.ModelPiece(
        wanted.lease(), wanted.request(), size, size < 0 ? 0 : wanted.offset(), Bytes.of(bytes));
  }

  private String problem(HttpResponse<byte[]> answer, int status) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return new String(answer.body(), UTF_8);
  }

  @Test
  void sendsTheFileThatItFetchedFromTheWorkerAndFetchesItOnce() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();

    HttpResponse<byte[]> answer = get();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(MODEL);
    assertThat(answer.headers().firstValue("ETag")).hasValue('"' + sha256(MODEL) + '"');
    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(MODEL.length);
    assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
        .isEqualTo("attachment; filename=\"" + trial.substring(15, 23) + "-final.safetensors\"");
    assertThat(get("Accept-Encoding", "gzip").body()).isEqualTo(MODEL);
    assertThat(get("If-None-Match", '"' + sha256(MODEL) + '"').statusCode()).isEqualTo(304);
    assertThat(asked).as("pieces that the worker was asked for").hasValue(3);
  }

  @Test
  void keepsItWhenItsWorkerIsGone() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();
    assertThat(get().statusCode()).isEqualTo(200);

    api.dismissCoordinator();

    assertThat(get().body()).isEqualTo(MODEL);
  }

  @Test
  void sendsPartsOfIt() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();

    HttpResponse<byte[]> end = get("Range", "bytes=" + (MODEL.length - 10) + "-");
    assertThat(end.statusCode()).isEqualTo(206);
    assertThat(end.body()).isEqualTo(Arrays.copyOfRange(MODEL, MODEL.length - 10, MODEL.length));
    assertThat(end.headers().firstValue("Content-Range"))
        .hasValue("bytes " + (MODEL.length - 10) + "-" + (MODEL.length - 1) + "/" + MODEL.length);
    assertThat(get("Range", "bytes=0-9", "If-Range", "\"of another\"").body()).isEqualTo(MODEL);
    HttpResponse<byte[]> beyond = get("Range", "bytes=" + MODEL.length + "-");
    assertThat(problem(beyond, 416)).contains("no-such-range");
    assertThat(beyond.headers().firstValue("Content-Range")).hasValue("bytes */" + MODEL.length);
    assertThat(get("Range", "bytes=nonsense").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAFileThatIsNotTheOneOfTheResult() throws Exception {
    succeed(sha256(new byte[] {1}));
    hasTheModel();

    assertThat(problem(get(), 410)).contains("model-gone", "is damaged");
  }

  @Test
  void refusesAFileThatIsLargerThanAllRoomThereIs() throws Exception {
    succeed(sha256(MODEL));
    answers(wanted -> piece(wanted, Api.ROOM_FOR_MODELS + 1, new byte[Bytes.MAX]));

    assertThat(problem(get(), 507)).contains("no-room", "--model-gigabytes");
  }

  @Test
  void saysWhyThereIsNone() throws Exception {
    assertThat(problem(get(), 404)).contains("nothing-yet", "only one that succeeded");
    succeed("no digest at all");
    assertThat(problem(get(), 404)).contains("no-model", "--keep-models 0");
    assertThat(problem(asking(api.uri(trial + "/model?network=backdoored")).join(), 404))
        .contains("--keep-backdoored");
    assertThat(problem(asking(api.uri(trial + "/model?network=attack")).join(), 400))
        .contains("final or backdoored");
    assertThat(problem(asking(api.uri("/api/v1/trials/" + "0".repeat(32) + "/model")).join(), 404))
        .contains("unknown-trial");
  }

  @Test
  void saysThatNobodyHasItAnyMore() throws Exception {
    succeed(sha256(MODEL));
    answers(wanted -> piece(wanted, CoordinatorProtocol.ModelPiece.NONE, new byte[0]));

    assertThat(problem(get(), 410)).contains("has it no more");
  }

  @Test
  void saysThatItsWorkerCannotBeAsked() throws Exception {
    succeed(sha256(MODEL));
    api.dismissCoordinator();

    assertThat(problem(get(), 502)).contains("worker-unreachable", "gpu-1");
  }

  @Test
  void aStandByPassesItOnAsItComes() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();
    try (ApiServer standBy = api.standBy()) {
      URI there = URI.create(standBy.url() + trial + "/model");

      HttpResponse<byte[]> whole = asking(there).join();
      assertThat(whole.body()).isEqualTo(MODEL);
      assertThat(whole.headers().firstValueAsLong("Content-Length")).hasValue(MODEL.length);
      assertThat(whole.headers().firstValue("Content-Disposition")).isPresent();
      HttpResponse<byte[]> part = asking(there, "Range", "bytes=0-4").join();
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOf(MODEL, 5));
      assertThat(problem(asking(URI.create(there + "?network=backdoored")).join(), 404))
          .contains("no-model");
    }
  }

  /** More than may be under way at once. */
  @Test
  void aStandBysTurnsComeBack() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();
    try (ApiServer standBy = api.standBy()) {
      URI there = URI.create(standBy.url() + trial + "/model");
      for (int i = 0; i <= ModelRoute.MOST_AT_ONCE; i++) {
        assertThat(asking(there).join().body()).isEqualTo(MODEL);
        assertThat(asking(URI.create(there + "?network=x")).join().statusCode()).isEqualTo(400);
      }
    }
  }

  @Test
  void theClientOfTheCommandLineTakesIt() throws Exception {
    succeed(sha256(MODEL));
    hasTheModel();
    Path file = folder.resolve("taken");

    String digest =
        new CoordinatorClient(api.uri(""))
            .download(
                trial.substring("/api/v1".length()) + "/model",
                (announced, body) -> {
                  Files.copy(body, file);
                  return announced;
                });

    assertThat(digest).isEqualTo(sha256(MODEL));
    assertThat(file).hasBinaryContent(MODEL);
  }
}
