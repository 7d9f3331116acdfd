package cbd.coordinator.http;

import cbd.coordinator.store.Office;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.StoreException;
import cbd.tls.LogPace;
import cbd.tls.Tls;
import io.javalin.http.Context;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The active coordinator when it is another process: where the store says that it is, and what it
 * answers. Thread-safe.
 */
final class Elsewhere {
  /** Says that a request was passed on once, and is not to be passed on again. */
  static final String PASSED_ON = "Cbd-Passed-On";

  /** Says on whose behalf it was passed on: an address, by the word of whoever passes it on. */
  static final String CLIENT = "Cbd-Client";

  private static final Logger log = LoggerFactory.getLogger(Elsewhere.class);

  /** What of a request matters to our API; its origin was judged here, where its page is. */
  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Accept",
          "If-None-Match",
          "Range",
          "If-Range",
          "Authorization",
          "Cookie",
          Callers.PAGE_HEADER);

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** For what only reads; a coordinator that stands still must not hold up its stand-ins. */
  private static final Duration READ = Duration.ofSeconds(5);

  /** For what may take long, a large sweep or a large file: longer than the coordinator waits. */
  private static final Duration CHANGE = Duration.ofSeconds(330);

  private final ReadOnlyStore store;
  private final Supplier<String> self;
  private final boolean encrypts;
  private final HttpClient http;
  private final LogPace pace = new LogPace(System::nanoTime);

  /**
   * @param self where this process's own API is
   * @param tls of this member; empty: plain text
   */
  Elsewhere(ReadOnlyStore store, Supplier<String> self, Optional<Tls> tls) {
    this.store = store;
    this.self = self;
    this.encrypts = tls.isPresent();
    HttpClient.Builder builder =
        HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1);
    tls.ifPresent(own -> builder.sslContext(own.toMembers()));
    http = builder.build();
  }

  /**
   * Where the coordinator in office has its API; empty when nobody knows, it is here, or it speaks
   * plain text where this one does not: tokens that came encrypted do not go on in the clear.
   */
  Optional<String> address() {
    try {
      return store
          .office()
          .map(Office::owner)
          .flatMap(owner -> Optional.ofNullable(owner.http()))
          .filter(address -> !address.equals(self.get()))
          .filter(this::isSafe);
    } catch (StoreException e) {
      return Optional.empty(); // Who reads next will say so.
    }
  }

  private boolean isSafe(String address) {
    boolean safe = !encrypts || address.startsWith("https://");
    if (!safe) {
      pace.line(
          address,
          leftOut ->
              log.warn(
                  "Nothing is passed on to the active coordinator, which speaks plain text: start"
                      + " it with --tls as this one. active={} leftOut={}",
                  address,
                  leftOut));
    }
    return safe;
  }

  /**
   * Has the active coordinator answer a request; empty when it is not to be reached.
   *
   * @param patience until the answer's head is there
   * @param body how the answer is read
   */
  private <B> Optional<HttpResponse<B>> answer(
      Context ctx, Duration patience, BodyHandler<B> body) {
    String query = ctx.queryString();
    boolean reads = ctx.method().toString().equals("GET");
    return address()
        .map(
            address -> {
              HttpRequest.Builder request =
                  HttpRequest.newBuilder(
                          URI.create(address + ctx.path() + (query == null ? "" : "?" + query)))
                      .header(PASSED_ON, self.get())
                      .header(CLIENT, ctx.ip())
                      .method(
                          ctx.method().toString(),
                          reads
                              ? BodyPublishers.noBody()
                              : BodyPublishers.ofByteArray(ctx.bodyAsBytes()));
              passHeaders(ctx, request);
              return send(request.build(), patience, body);
            });
  }

  /** Its answer, all of it. */
  Optional<HttpResponse<byte[]>> answer(Context ctx) {
    boolean reads = ctx.method().toString().equals("GET");
    return answer(ctx, reads ? READ : CHANGE, BodyHandlers.ofByteArray());
  }

  /** Its answer where that may be a large file, to be read as it comes. */
  Optional<HttpResponse<InputStream>> stream(Context ctx) {
    return answer(ctx, CHANGE, BodyHandlers.ofInputStream());
  }

  /**
   * How the active coordinator is; null when it is not to be reached.
   *
   * @param known on whose behalf it is asked; null for a stranger, who is told little
   */
  @Nullable HttpResponse<byte[]> health(String address, @Nullable Context known) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + "/health")).header(PASSED_ON, self.get());
    if (known != null) {
      passHeaders(known, request);
    }
    return send(request.build(), READ, BodyHandlers.ofByteArray());
  }

  private static void passHeaders(Context ctx, HttpRequest.Builder request) {
    for (String name : HEADERS) {
      String value = ctx.header(name);
      if (value != null) {
        request.header(name, value);
      }
    }
  }

  /** Waits for all that the body takes: a request's own timeout would end with the headers. */
  private <B> @Nullable HttpResponse<B> send(
      HttpRequest request, Duration patience, BodyHandler<B> body) {
    CompletableFuture<HttpResponse<B>> answer = http.sendAsync(request, body);
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      log.debug("The active coordinator does not answer: uri={}", request.uri(), e);
      return null;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return null;
    }
  }
}
