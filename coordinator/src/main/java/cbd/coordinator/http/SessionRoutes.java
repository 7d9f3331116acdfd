package cbd.coordinator.http;

import cbd.coordinator.access.Caller;
import cbd.coordinator.access.Token;
import cbd.coordinator.store.AccessStore;
import cbd.domain.Digest;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a person at the web page logs in and out: a token is exchanged for the secret of a session,
 * which the browser keeps from all scripts, and of which the store has the hash.
 */
final class SessionRoutes {
  private static final Logger log = LoggerFactory.getLogger(SessionRoutes.class);
  private static final String PATH = ApiServer.BASE + "/session";

  private final Callers callers;
  private final AccessStore store;
  private final boolean secure;

  /**
   * @param secure whether the server speaks HTTPS, so that the cookie must never travel otherwise
   */
  SessionRoutes(Callers callers, AccessStore store, boolean secure) {
    this.callers = callers;
    this.store = store;
    this.secure = secure;
  }

  void install(RoutesConfig routes) {
    routes.get(PATH, this::show);
    routes.post(PATH, this::begin);
    routes.delete(PATH, this::end);
  }

  private void show(Context ctx) {
    Optional<Caller> caller = callers.find(ctx);
    if (caller.isEmpty() && ctx.header("Authorization") != null) {
      throw callers.failed(ctx, Callers.shown(ctx));
    }
    ctx.json(view(caller));
  }

  private AccessViews.SessionView view(Optional<Caller> caller) {
    return new AccessViews.SessionView(
        caller.map(Caller::name).orElse(null),
        caller.map(found -> found.role().word()).orElse(null),
        callers.areNeeded());
  }

  /** The token is in the header, where it is with every other request. */
  private void begin(Context ctx) {
    if (ctx.header(Callers.PAGE_HEADER) == null) {
      throw ApiException.forbidden("A session is begun by the page itself.");
    }
    String header = ctx.header("Authorization");
    Optional<Caller> caller = header == null ? Optional.empty() : callers.find(ctx);
    Caller known = caller.orElseThrow(() -> callers.failed(ctx, Callers.shown(ctx)));
    String secret = Token.freshSecret();
    store.begin(
        Digest.hex(secret), known.name(), callers.now(), callers.now().plus(Callers.SESSION));
    log.info("A web session begins. token={} address={}", known.name(), ctx.ip());
    ctx.cookie(cookie(secret, (int) Callers.SESSION.toSeconds()));
    ctx.json(view(Optional.of(known)));
  }

  private void end(Context ctx) {
    String secret = ctx.cookie(Callers.COOKIE);
    if (secret != null) {
      store.end(Digest.hex(secret));
    }
    ctx.cookie(cookie("", 0));
    ctx.json(view(Optional.empty()));
  }

  private Cookie cookie(String secret, int seconds) {
    Cookie cookie = new Cookie(Callers.COOKIE, secret);
    cookie.setPath("/");
    cookie.setMaxAge(seconds);
    cookie.setHttpOnly(true);
    cookie.setSecure(secure);
    cookie.setSameSite(SameSite.STRICT);
    return cookie;
  }
}
