package cbd.coordinator.http;

import cbd.coordinator.access.Caller;
import cbd.coordinator.access.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.util.Locale;

/**
 * Stands before every route: lets in whose role suffices, and writes down who asks for which change
 * before it is made, and what was answered.
 */
final class Gate {
  private static final String CALLER = "cbd-caller";

  private final Callers callers;
  private final Account account;

  Gate(Callers callers, Account account) {
    this.callers = callers;
    this.account = account;
  }

  void install(RoutesConfig routes) {
    routes.beforeMatched(this::enter);
    routes.after(account::answered);
  }

  private void enter(Context ctx) {
    Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
    if (endpoint == null) {
      return; // There is nothing, and that is what will be said.
    }
    String route = endpoint.method + " " + endpoint.path;
    if (RouteRoles.isOpen(route)) {
      return;
    }
    Role needed =
        RouteRoles.role(route)
            .orElseThrow(() -> new IllegalStateException("a route for nobody: " + route));
    Caller caller = callers.require(ctx);
    ctx.attribute(CALLER, caller);
    boolean mayDoIt = caller.role().allows(needed);
    boolean tell = mayDoIt || callers.countRefusal(ctx);
    if (tell && RouteRoles.changes(route)) {
      account.asked(ctx, caller, route);
    }
    if (!mayDoIt) {
      throw ApiException.notAllowed(
          "This takes a token with the role "
              + needed.name().toLowerCase(Locale.ROOT)
              + ", but '"
              + caller.name()
              + "' has the role "
              + caller.role().word()
              + ".");
    }
  }

  /** Who asks, behind the gate. */
  static Caller caller(Context ctx) {
    Caller caller = ctx.attribute(CALLER);
    if (caller == null) {
      throw new IllegalStateException("nobody was let in");
    }
    return caller;
  }
}
