package cbd.coordinator.http;

import static cbd.coordinator.access.Role.ADMIN;
import static cbd.coordinator.access.Role.READ;
import static cbd.coordinator.access.Role.SUBMIT;

import cbd.coordinator.access.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which role each route needs: one table of all there are, and what does not stand in it is for
 * nobody. A test holds it against the routes of the server.
 */
final class RouteRoles {
  /** For everybody: whether it lives, the page itself, which knows nothing yet, and the way in. */
  private static final Set<String> OPEN =
      Set.of(
          "GET /health",
          "GET /",
          "GET /web/{file}",
          "GET /api/v1/openapi.json",
          "GET /api/v1/session",
          "POST /api/v1/session",
          "DELETE /api/v1/session");

  private static final Map<String, Role> ROLES = new HashMap<>();

  static {
    of(
        READ,
        "GET /metrics",
        "GET /api/v1/sweeps",
        "POST /api/v1/plan",
        "GET /api/v1/sweeps/{sweep}",
        "GET /api/v1/sweeps/{sweep}/text",
        "GET /api/v1/sweeps/{sweep}/trials",
        "GET /api/v1/sweeps/{sweep}/curves",
        "GET /api/v1/trials/{trial}",
        "GET /api/v1/trials/{trial}/log",
        "GET /api/v1/trials/{trial}/log/lines",
        "GET /api/v1/trials/{trial}/pictures",
        "GET /api/v1/trials/{trial}/model",
        "GET /api/v1/leaderboard",
        "GET /api/v1/notices",
        "GET /api/v1/workers",
        "GET /api/v1/events");
    of(
        SUBMIT,
        "POST /api/v1/sweeps",
        "POST /api/v1/sweeps/{sweep}/cancel",
        "POST /api/v1/sweeps/{sweep}/retry",
        "POST /api/v1/sweeps/{sweep}/pause",
        "POST /api/v1/sweeps/{sweep}/resume",
        "POST /api/v1/trials/{trial}/cancel",
        "POST /api/v1/trials/{trial}/retry",
        "POST /api/v1/trials/{trial}/pause",
        "POST /api/v1/trials/{trial}/resume");
    of(
        ADMIN,
        "POST /api/v1/workers/{worker}/cordon",
        "POST /api/v1/workers/{worker}/drain",
        "POST /api/v1/workers/{worker}/uncordon",
        "GET /api/v1/tokens",
        "POST /api/v1/tokens",
        "POST /api/v1/tokens/{token}/revoke",
        "GET /api/v1/audit");
  }

  private RouteRoles() {}

  private static void of(Role role, String... routes) {
    for (String route : routes) {
      ROLES.put(route, role);
    }
  }

  /** Whether a route is for everybody. */
  static boolean isOpen(String route) {
    return OPEN.contains(route);
  }

  /** The role that a route needs; empty when it is open, or stands nowhere. */
  static Optional<Role> role(String route) {
    return Optional.ofNullable(ROLES.get(route));
  }

  /** How many routes it knows. */
  static int size() {
    return OPEN.size() + ROLES.size();
  }

  /** Whether it changes something: then it is accounted for. */
  static boolean changes(String route) {
    return role(route).filter(role -> role != READ).isPresent() && !route.startsWith("GET ");
  }
}
