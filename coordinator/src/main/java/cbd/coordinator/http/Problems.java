package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.store.StoreUnavailableException;
import cbd.text.InvalidTextException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a problem document of everything that goes wrong. What nobody foresaw goes into the log
 * with its stack trace, and to the client with a number to find it by: never the trace itself.
 */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final String TYPES = "urn:cbd:problem:";

  /** Seconds after which a client may try again what was unavailable. */
  private static final String RETRY_AFTER = "5";

  private final ObjectMapper json;

  Problems(ObjectMapper json) {
    this.json = json;
  }

  void install(RoutesConfig routes) {
    routes.exception(
        ApiException.class, (e, ctx) -> answer(ctx, e.status(), e.type(), e.detail(), null));
    routes.exception(InvalidTextException.class, this::invalidText);
    routes.exception(
        FrontDesk.ClosedException.class,
        (e, ctx) -> unavailable(ctx, String.valueOf(e.getMessage())));
    routes.exception(
        StoreUnavailableException.class,
        (e, ctx) -> unavailable(ctx, String.valueOf(e.getMessage())));
    routes.exception(HttpResponseException.class, this::javalinSaysNo);
    routes.exception(Exception.class, this::unforeseen);
    routes.error(
        HttpStatus.NOT_FOUND,
        ctx -> {
          if (ctx.result() == null
              || !ProblemDocument.MEDIA_TYPE.equals(ctx.res().getContentType())) {
            unknownRoute(ctx);
          }
        });
  }

  private void invalidText(InvalidTextException e, Context ctx) {
    List<ProblemDocument.Flaw> flaws = e.problems().stream().map(ProblemDocument.Flaw::of).toList();
    answer(
        ctx,
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-sweep",
        "The sweep file has "
            + flaws.size()
            + (flaws.size() == 1 ? " problem" : " problems")
            + "; nothing was submitted.",
        flaws);
  }

  private void unavailable(Context ctx, String detail) {
    answer(ctx, HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail, null);
  }

  private void javalinSaysNo(HttpResponseException e, Context ctx) {
    HttpStatus status = HttpStatus.forStatus(e.getStatus());
    String detail =
        status == HttpStatus.CONTENT_TOO_LARGE
            ? "The body is larger than " + ApiServer.BODY_LIMIT + " bytes."
            : String.valueOf(e.getMessage());
    if (status == HttpStatus.NOT_FOUND) {
      unknownRoute(ctx);
    } else {
      answer(ctx, status, word(status), detail, null);
    }
  }

  private void unknownRoute(Context ctx) {
    answer(
        ctx,
        HttpStatus.NOT_FOUND,
        "unknown-route",
        "There is nothing at " + ctx.method() + " " + ctx.path() + "; the API begins at /api/v1.",
        null);
  }

  private void unforeseen(Exception e, Context ctx) {
    String number = Integer.toHexString(System.identityHashCode(e));
    log.error("Request failed: incident={} method={} path={}", number, ctx.method(), ctx.path(), e);
    answer(
        ctx,
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal",
        "The coordinator failed to answer; its log says why under incident=" + number + ".",
        null);
  }

  private void answer(
      Context ctx,
      HttpStatus status,
      String type,
      String detail,
      @Nullable List<ProblemDocument.Flaw> flaws) {
    if (status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS) {
      ctx.header("Retry-After", RETRY_AFTER);
    }
    if (status == HttpStatus.UNAUTHORIZED) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"cbd\"");
    }
    ProblemDocument document =
        new ProblemDocument(
            TYPES + type, status.getMessage(), status.getCode(), detail, ctx.path(), flaws);
    ctx.status(status).result(write(document)).contentType(ProblemDocument.MEDIA_TYPE);
  }

  private String write(ProblemDocument document) {
    try {
      return json.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a problem document could not be written", e);
    }
  }

  private static String word(HttpStatus status) {
    return status.getMessage().toLowerCase(Locale.ROOT).replace(' ', '-');
  }
}
