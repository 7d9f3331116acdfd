package cbd.coordinator.store;

import cbd.domain.EpochMetrics;
import java.time.Instant;

/**
 * One measurement of a trial.
 *
 * @param attempt that measured; a resumed attempt starts after the epochs of the one before
 * @param sequence of the attempt's reports, from 1
 */
public record EpochRow(int attempt, long sequence, Instant at, EpochMetrics metrics) {}
