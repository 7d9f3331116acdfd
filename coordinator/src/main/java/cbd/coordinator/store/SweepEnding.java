package cbd.coordinator.store;

import cbd.domain.SweepId;
import java.time.Instant;

/**
 * The last of a sweep's trials that ended lately.
 *
 * @param number of the event in the history
 * @param at when
 */
public record SweepEnding(SweepId sweep, long number, Instant at) {}
