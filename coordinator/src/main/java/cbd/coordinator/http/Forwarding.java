package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets a stand-by answer as the active coordinator would: whatever is asked is passed on to that
 * one. While there is none, or it does not answer, the stand-by answers what the store alone can
 * tell, and for everything else says that it cannot now. Strangers are turned away here, so that
 * nobody waits for the active one on their behalf; who may do what is for that one to say.
 */
final class Forwarding implements Handler {
  /** What of an answer matters beside its body; its type comes last, for a body sets one. */
  private static final List<String> HEADERS =
      List.of(
          "Location",
          "Set-Cookie",
          "WWW-Authenticate",
          "Retry-After",
          "ETag",
          "Cache-Control",
          "X-Content-Type-Options",
          "Content-Security-Policy",
          "Content-Disposition",
          "Content-Range",
          "Accept-Ranges",
          LogRoutes.ATTEMPT);

  /** Bytes; a problem document has some hundred. */
  private static final int MOST_OF_A_REFUSAL = 1 << 16;

  /** From one piece of a file to the next. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final FrontDesk desk;
  private final Elsewhere elsewhere;
  private final Callers callers;
  private final Semaphore files = new Semaphore(ModelRoute.MOST_AT_ONCE);

  Forwarding(FrontDesk desk, Elsewhere elsewhere, Callers callers) {
    this.desk = desk;
    this.elsewhere = elsewhere;
    this.callers = callers;
  }

  @Override
  public void handle(Context ctx) {
    boolean isOurs = desk.term().isPresent() || ctx.header(Elsewhere.PASSED_ON) != null;
    // The stream of events never ends, so it cannot be passed on; a stand-by tells its own.
    boolean isStream = ctx.path().startsWith(EventRoute.PATH);
    if (isOurs || isStream || !ctx.path().startsWith(ApiServer.BASE + "/")) {
      return;
    }
    String route = ctx.method() + " " + ctx.path();
    if (!RouteRoles.isOpen(route) || route.startsWith("POST ")) {
      callers.require(ctx);
    }
    // A slash at the end makes no other path of it.
    if (ctx.path().replaceFirst("/+$", "").endsWith(ModelRoute.NAME)) {
      passFile(ctx);
      return;
    }
    elsewhere
        .answer(ctx)
        // A 503 says that it is not the active one any more, or not yet: then our word is as good.
        .filter(answer -> answer.statusCode() != 503)
        .ifPresent(
            answer -> {
              HEADERS.forEach(header -> pass(answer, ctx, header));
              ctx.status(answer.statusCode()).result(answer.body());
              answer.headers().firstValue("Content-Type").ifPresent(ctx::contentType);
              ctx.skipRemainingHandlers();
            });
  }

  /** Each holds a thread for as long as the active one, or the client, takes. */
  private void passFile(Context ctx) {
    if (!files.tryAcquire()) {
      throw ModelRoute.tooMany();
    }
    AtomicBoolean sending = new AtomicBoolean();
    try {
      elsewhere.stream(ctx).ifPresent(answer -> sending.set(passStream(answer, ctx)));
    } finally {
      if (!sending.get()) {
        files.release();
      }
    }
  }

  /**
   * A file is sent on as it comes; a refusal is short, and all of it is read.
   *
   * @return whether it is being sent
   */
  private boolean passStream(HttpResponse<InputStream> answer, Context ctx) {
    HEADERS.forEach(header -> pass(answer, ctx, header));
    ctx.status(answer.statusCode());
    boolean isFile = answer.statusCode() / 100 == 2;
    if (isFile) {
      answer
          .headers()
          .firstValueAsLong("Content-Length")
          .ifPresent(length -> ctx.res().setContentLengthLong(length));
      ctx.disableCompression().result(new Relayed(answer.body(), PATIENCE, files::release));
    } else {
      try (InputStream body = answer.body()) {
        ctx.result(body.readNBytes(MOST_OF_A_REFUSAL));
      } catch (IOException e) {
        throw ApiException.unavailable("The active coordinator broke off its answer; ask again.");
      }
    }
    answer.headers().firstValue("Content-Type").ifPresent(ctx::contentType);
    ctx.skipRemainingHandlers();
    return isFile;
  }

  private static void pass(HttpResponse<?> answer, Context ctx, String header) {
    answer.headers().firstValue(header).ifPresent(value -> ctx.header(header, value));
  }
}
