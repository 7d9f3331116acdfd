package cbd.coordinator.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import cbd.coordinator.http.ApiServer;
import cbd.coordinator.http.PlanViews;
import cbd.coordinator.http.ProblemDocument;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's HTTP API, or that of several which stand in for each other. Thread-safe; every
 * method blocks until the answer is there, and throws {@link UnreachableException} when nobody
 * answers within half a minute (six minutes for what may change 100,000 trials) and {@link
 * RefusedException} when the coordinator says no.
 *
 * <p>Of several, one is asked after the other, and all again and again for as long as it can take
 * until one has taken over from another: asking for anything twice does no harm.
 */
public final class CoordinatorClient {
  /** Trials per request when all of a sweep are fetched. */
  private static final int PAGE = 1000;

  /** For what may change 100,000 trials; longer than the coordinator itself waits. */
  private static final Duration LARGE = Duration.ofMinutes(6);

  /** Longer than any coordinator takes to stand in for another. */
  private static final Duration TAKEOVER = Duration.ofSeconds(60);

  private static final int UNAVAILABLE = 503;

  /** Bytes; a problem document has some hundred. */
  private static final int MOST_OF_A_REFUSAL = 1 << 16;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final CountDownLatch never = new CountDownLatch(1);
  private final List<URI> addresses;
  private volatile URI address;
  private final Credentials credentials;
  private final HttpClient http;

  /**
   * @param address scheme, host and port, such as {@code http://127.0.0.1:8470}
   */
  public CoordinatorClient(URI address) {
    this(List.of(address));
  }

  /**
   * @param addresses of all coordinators of one cluster, at least one
   */
  public CoordinatorClient(List<URI> addresses) {
    this(addresses, Credentials.NONE);
  }

  /**
   * @param addresses of all coordinators of one cluster, at least one
   * @param credentials whom it believes and what it shows
   */
  public CoordinatorClient(List<URI> addresses, Credentials credentials) {
    this.addresses = List.copyOf(addresses);
    this.address = addresses.get(0);
    this.credentials = credentials;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1);
    credentials.believed().ifPresent(builder::sslContext);
    http = builder.build();
  }

  /** Where the coordinator is that answered last. */
  public URI address() {
    return address;
  }

  /** Whether the one that answered last serves; also when it says that it does not. */
  public Views.Health health() {
    HttpResponse<String> response = send(request("/health"), address, BodyHandlers.ofString());
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
  public PlanViews.PlanView plan(String yaml, @Nullable Double imagesPerSecond) {
    String query = imagesPerSecond == null ? "" : "?imagesPerSecond=" + imagesPerSecond;
    return Json.read(accepted(send(posted("/plan" + query, yaml))), PlanViews.PlanView.class);
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
   * The last lines of the log of one of a trial's attempts.
   *
   * @param attempt null: the latest
   * @param lines at most so many
   */
  public Views.LogView log(String trial, @Nullable Integer attempt, int lines) {
    String which = attempt == null ? "" : "&attempt=" + attempt;
    return get("/trials/" + trial + "/log/lines?tail=" + lines + which, Views.LogView.class);
  }

  /**
   * What came after what was read before.
   *
   * @param from {@code next} of the answer before; 0: the log's beginning
   */
  public Views.LogView logAfter(String trial, int attempt, long from) {
    String query = "?attempt=" + attempt + "&from=" + from;
    return get("/trials/" + trial + "/log/lines" + query, Views.LogView.class);
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
   * Cancels, pauses, resumes or queues again.
   *
   * @param path such as {@code /sweeps/demo-3f9c2a10/cancel}
   * @return how many trials changed, and how many did not since other sweeps hold them
   */
  public Views.ChangedView change(String path) {
    Ask ask = request(ApiServer.BASE + path).within(LARGE).post(BodyPublishers.noBody());
    return Json.read(accepted(send(ask)), Views.ChangedView.class);
  }

  /**
   * Takes a worker out of service or puts it back.
   *
   * @param how such as {@code cordon} or {@code drain?now=true}
   */
  public Views.SteeredView steer(String worker, String how) {
    String path = ApiServer.BASE + "/workers/" + URLEncoder.encode(worker, UTF_8) + "/" + how;
    Ask request = request(path).post(BodyPublishers.noBody());
    return Json.read(accepted(send(request)), Views.SteeredView.class);
  }

  /**
   * Asks for a change below the API's base that takes no body.
   *
   * @param path with its query
   */
  public <T> T post(String path, Class<T> type) {
    Ask ask = request(ApiServer.BASE + path).post(BodyPublishers.noBody());
    return Json.read(accepted(send(ask)), type);
  }

  /** Anything below the API's base, read from JSON. */
  public <T> T get(String path, Class<T> type) {
    return Json.read(text(path), type);
  }

  /** The metrics as they are scraped. */
  public String metrics() {
    return accepted(send(request("/metrics")));
  }

  /** Anything below the API's base, as it is. */
  public String text(String path) {
    return accepted(send(request(ApiServer.BASE + path)));
  }

  /**
   * A file below the API's base, as it comes; large ones may take minutes to begin.
   *
   * @param path with its query
   * @throws IOException when what comes cannot be taken, or ends too early
   */
  public <T> T download(String path, Taking<T> taking) throws IOException {
    Ask ask = request(ApiServer.BASE + path).within(LARGE);
    HttpResponse<InputStream> response = send(ask, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw refused(response, new String(body.readNBytes(MOST_OF_A_REFUSAL), UTF_8));
      }
      String tag = response.headers().firstValue("ETag").orElse("");
      return taking.take(tag.replace("\"", ""), body);
    }
  }

  /** What is done with a file that comes. */
  @FunctionalInterface
  public interface Taking<T> {
    /**
     * Takes it.
     *
     * @param digest SHA-256 that it must have, hexadecimal
     */
    T take(String digest, InputStream file) throws IOException;
  }

  private Ask posted(String path, String yaml) {
    return request(ApiServer.BASE + path)
        .with("Content-Type", "application/yaml")
        .within(LARGE)
        .post(BodyPublishers.ofString(yaml));
  }

  private static Ask request(String path) {
    return new Ask(path, HttpRequest.newBuilder().timeout(Duration.ofSeconds(30)));
  }

  /** A request, to whichever coordinator. */
  private record Ask(String path, HttpRequest.Builder builder) {
    Ask with(String header, String value) {
      return new Ask(path, builder.header(header, value));
    }

    Ask within(Duration patience) {
      return new Ask(path, builder.timeout(patience));
    }

    Ask post(BodyPublisher body) {
      return new Ask(path, builder.POST(body));
    }

    HttpRequest to(URI address, Credentials credentials) {
      HttpRequest.Builder request = builder.copy().uri(address.resolve(path));
      credentials.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
      return request.build();
    }
  }

  private HttpResponse<String> send(Ask ask) {
    return send(ask, BodyHandlers.ofString());
  }

  private <B> HttpResponse<B> send(Ask ask, BodyHandler<B> body) {
    if (addresses.size() == 1) {
      return send(ask, address, body);
    }
    long end = System.nanoTime() + TAKEOVER.toNanos();
    while (true) {
      HttpResponse<B> refused = null;
      UnreachableException unreachable = null;
      for (URI each : inTurn()) {
        try {
          HttpResponse<B> answer = send(ask, each, body);
          address = each;
          if (answer.statusCode() != UNAVAILABLE) {
            return answer;
          }
          refused = answer;
        } catch (UnreachableException e) {
          unreachable = e;
        }
      }
      if (System.nanoTime() > end || !pause()) {
        if (refused != null) {
          return refused;
        }
        throw unreachable == null ? new IllegalStateException("nobody was asked") : unreachable;
      }
    }
  }

  /** All, beginning with the one that answered last. */
  private List<URI> inTurn() {
    List<URI> turn = new ArrayList<>(addresses);
    Collections.rotate(turn, -turn.indexOf(address));
    return turn;
  }

  /** Whether nobody interrupted it. */
  private boolean pause() {
    try {
      never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private <B> HttpResponse<B> send(Ask ask, URI where, BodyHandler<B> body) {
    try {
      return http.send(ask.to(where, credentials), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(where, new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw new UnreachableException(where, e);
    }
  }

  private String accepted(HttpResponse<String> response) {
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    throw refused(response, response.body());
  }

  private RuntimeException refused(HttpResponse<?> response, String body) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith(ProblemDocument.MEDIA_TYPE)) {
      return new RefusedException(Json.read(body, ProblemDocument.class));
    }
    return new UnreachableException(
        address,
        new IOException("what answers there is no coordinator: status " + response.statusCode()));
  }
}
