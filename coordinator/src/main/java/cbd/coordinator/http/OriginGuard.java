package cbd.coordinator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of strangers out. A browser on this machine may reach a loopback port, and lets
 * any page it shows send requests there; there is no login that would stop them yet.
 *
 * <p>On loopback, the Host header must name loopback: a stranger's name that was made to resolve to
 * 127.0.0.1 does not. Everywhere, a request that changes something must not come from another
 * origin.
 */
final class OriginGuard implements Handler {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final boolean loopback;

  /**
   * @param loopback whether the server is bound to loopback
   */
  OriginGuard(boolean loopback) {
    this.loopback = loopback;
  }

  @Override
  public void handle(Context ctx) {
    String host = ctx.header("Host");
    if (loopback && (host == null || !LOOPBACK.contains(withoutPort(host)))) {
      throw ApiException.forbidden(
          "This coordinator answers on loopback only, so the Host must be localhost or 127.0.0.1,"
              + " but was '"
              + host
              + "'.");
    }
    String origin = ctx.header("Origin");
    if (origin != null && !READING.contains(ctx.method().toString()) && !same(origin, host)) {
      throw ApiException.forbidden(
          "Requests that change something are not taken from pages of '" + origin + "'.");
    }
  }

  private static boolean same(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutPort(String host) {
    return host.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
  }
}
