package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.Trial;
import cbd.domain.TrialState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one trial stands: what the scheduler remembers of it and what a restarted coordinator reads
 * back from its store.
 *
 * @param order position in the queue of all trials ever accepted, from 0
 * @param attempt the coming one with state QUEUED, from 1, else the latest (with state COOLING_DOWN
 *     the failed one; it rises with {@link Event.CooledDown}); 0 with state CANCELLED when none
 *     ever began
 * @param maxAttempts the last attempt number that may be granted
 * @param lease the current one, with state LEASED only
 * @param lastSequence the highest report number the store has of the current lease, 0 for none
 * @param notBefore end of the cool-down, with state COOLING_DOWN only
 */
public record TrialStanding(
    Trial trial,
    long order,
    TrialState state,
    int attempt,
    int maxAttempts,
    @Nullable Lease lease,
    long lastSequence,
    @Nullable Instant notBefore) {}
