package cbd.coordinator.store;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a trial: where it ran and how it ended.
 *
 * @param expiresAt when the lease ends or ended unless progress moves it on, as far as stored
 * @param endedAt none while it runs
 * @param failure with states FAILED and EXPIRED only
 * @param message one sentence, with states FAILED, EXPIRED and RETURNED
 * @param detail stack trace or end of the log, with state FAILED; may be empty
 */
public record AttemptRow(
    LeaseId lease,
    int attempt,
    SlotId slot,
    Instant grantedAt,
    Instant expiresAt,
    AttemptState state,
    @Nullable Instant endedAt,
    @Nullable Failure failure,
    @Nullable String message,
    @Nullable String detail) {}
