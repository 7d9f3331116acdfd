package cbd.coordinator.store;

import cbd.domain.EpochMetrics;
import java.time.Instant;

/**
 * One measurement of a trial.
 *
 * @param attempt that reported it; one that went on from a checkpoint reports all epochs before it
 *     again, so that each attempt's curve is complete
 * @param sequence of the attempt's reports, from 1
 */
public record EpochRow(int attempt, long sequence, Instant at, EpochMetrics metrics) {}
