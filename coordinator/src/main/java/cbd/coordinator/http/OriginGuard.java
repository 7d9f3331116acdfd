package cbd.coordinator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of strangers out. A browser reaches whatever its machine reaches, and lets any
 * page it shows send requests there; until there are tokens, nothing else would stop them.
 *
 * <p>On loopback, the Host header must name loopback, by its name or as an address: a stranger's
 * name that was made to resolve to 127.0.0.1 does not. Elsewhere, while no token is needed, it must
 * be an address, a name that nobody can own in public, or one of this machine's own: the owner of
 * any other could have made it resolve to us, and a page under it would read and change what it
 * likes. Everywhere, a request that changes something must not come from another origin.
 */
final class OriginGuard implements Handler {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");
  private static final Pattern NOBODYS_TO_GIVE =
      Pattern.compile("[^.:]+|[0-9.]+|\\[[0-9a-f:.]+]|.*\\.(local|internal|localhost|svc)");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final boolean loopback;
  private final Callers callers;
  private final Predicate<String> isOwnName;

  /**
   * @param loopback whether the server is bound to loopback
   * @param isOwnName whether a name in lower case is one of this machine's; may take long
   */
  OriginGuard(boolean loopback, Callers callers, Predicate<String> isOwnName) {
    this.loopback = loopback;
    this.callers = callers;
    this.isOwnName = isOwnName;
  }

  @Override
  public void handle(Context ctx) {
    String host = ctx.header("Host");
    if (loopback && (host == null || !LOOPBACK.matcher(withoutPort(host)).matches())) {
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
    if (!isForEverybody(ctx) && host != null && !mayLeadHere(withoutPort(host))) {
      throw ApiException.forbidden(
          "While this coordinator has no tokens, it answers only at an address, a short name or its"
              + " machine's own name, but was asked as '"
              + host
              + "'. Ask it by its address, or make an administrator's token with `cbd token"
              + " create`, and it will answer under every name.");
    }
  }

  /**
   * Whoever may ask for it with tokens, may without: whether it lives, and the page's own files.
   */
  private static boolean isForEverybody(Context ctx) {
    return READING.contains(ctx.method().toString())
        && (RouteRoles.isOpen("GET " + ctx.path()) || ctx.path().startsWith("/web/"));
  }

  /** Asked in the order of what it costs. */
  private boolean mayLeadHere(String name) {
    return NOBODYS_TO_GIVE.matcher(name).matches() || callers.areNeeded() || isOwnName.test(name);
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
