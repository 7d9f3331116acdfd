package cbd.coordinator.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody asked for.
 *
 * @param who name of the token, or {@code anybody}
 * @param address where the request came from
 * @param action method and route, such as {@code POST /api/v1/sweeps/{sweep}/cancel}
 * @param target the path that was asked, with its query
 * @param outcome what was answered, such as {@code 200}; null when the coordinator died before it
 *     answered, or has not yet: then the change may have happened or not
 */
public record AuditRow(
    long id,
    Instant at,
    String who,
    String role,
    String address,
    String action,
    String target,
    @Nullable String outcome) {}
