package cbd.coordinator.store;

import cbd.coordinator.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is stored.
 *
 * @param hash of its secret; the secret itself is nowhere
 * @param createdBy name of the token it was asked for with
 * @param expires null: never
 * @param revoked null: it was not
 */
public record TokenRow(
    String name,
    String hash,
    Role role,
    Instant created,
    String createdBy,
    @Nullable Instant expires,
    @Nullable Instant revoked) {

  /** Whether it opens anything at this moment. */
  public boolean isLive(Instant now) {
    return revoked == null && (expires == null || expires.isAfter(now));
  }
}
