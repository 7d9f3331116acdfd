package cbd.coordinator.cli.bench;

import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param trials queued
 * @param acceptSeconds from sending the sweep to the answer that it is stored
 * @param statusMillis to ask how the sweep stands, all trials queued
 * @param pageMillis to list 100 trials from its middle
 * @param boardMillis to make its leaderboard
 * @param restartSeconds from the start of a killed coordinator's process to its being in office
 * @param trialsPerSecond no-op trials, each granted, started, reported and stored
 * @param queuedAtEnd of the no-op windows
 * @param dispatchP50Millis from a slot's result to its next order to start
 * @param dispatchP99Millis the same, exceeded by one in a hundred
 * @param epochsPerSecond measurements stored and acknowledged
 * @param acknowledgeP50Millis from a measurement to its acknowledgement
 * @param acknowledgeP99Millis the same, exceeded by one in a hundred
 * @param timedSeconds the timed trials, from the first order to start to the last acknowledged
 *     result
 * @param floorSeconds that they would take if nothing else took any time
 * @param resent reports that were sent again for want of an answer
 * @param peakMemoryBytes the most resident memory of any of the coordinator's processes; null where
 *     the system does not say
 * @param loadAverage of the machine before anything was started; negative where unknown
 */
public record SchedulerFigures(
    int trials,
    double acceptSeconds,
    Spread statusMillis,
    Spread pageMillis,
    Spread boardMillis,
    Spread restartSeconds,
    Spread trialsPerSecond,
    int queuedAtEnd,
    Spread dispatchP50Millis,
    Spread dispatchP99Millis,
    Spread epochsPerSecond,
    Spread acknowledgeP50Millis,
    Spread acknowledgeP99Millis,
    double timedSeconds,
    double floorSeconds,
    long resent,
    @Nullable Long peakMemoryBytes,
    double loadAverage) {

  /** What the timed trials took beyond the floor, as a share of it. */
  public double overhead() {
    return timedSeconds / floorSeconds - 1;
  }
}
