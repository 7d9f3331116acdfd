package cbd.coordinator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * What a browser is told with every answer: that it is what its type says and nothing else, that
 * nothing in it may run, that no page may frame it, and that nobody keeps it. The page itself says
 * more precisely what it may.
 */
final class Headers implements Handler {
  @Override
  public void handle(Context ctx) {
    ctx.header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cache-Control", "no-store");
  }
}
