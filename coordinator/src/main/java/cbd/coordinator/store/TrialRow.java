package cbd.coordinator.store;

import cbd.domain.EpochMetrics;
import cbd.domain.Resources;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A trial as the rows show it.
 *
 * @param index in the sweep's grid order, from 0, when asked for by sweep; else in the queue
 * @param attempt the current, coming or last one, from 1; 0 when it was cancelled before any
 * @param maxAttempts the last attempt number that may be granted
 * @param slot where it runs, with state LEASED only
 * @param updatedAt when the state last changed
 * @param lastEpoch of the latest attempt that measured one
 * @param measuredAttempt the attempt that {@code lastEpoch} is of; present when that is
 * @param result with state SUCCEEDED only
 * @param reason why it failed, with states FAILED and COOLING_DOWN only
 * @param resources what it takes of a worker when it is granted next
 */
public record TrialRow(
    Trial trial,
    long index,
    TrialState state,
    int attempt,
    int maxAttempts,
    @Nullable SlotId slot,
    Instant updatedAt,
    @Nullable EpochMetrics lastEpoch,
    @Nullable Integer measuredAttempt,
    @Nullable TrialResult result,
    @Nullable String reason,
    Resources resources) {}
