package cbd.coordinator.cli.bench;

/**
 * What is measured.
 *
 * @param trials queued while no-op trials run, 1..100,000
 * @param workers processes that pretend to train
 * @param slots of each
 * @param windows measured one after the other, after ten seconds that warm up
 * @param windowSeconds length of each
 * @param timedTrials trials of a fixed duration on sixteen slots
 * @param trialSeconds their duration
 */
public record Shape(
    int trials,
    int workers,
    int slots,
    int windows,
    int windowSeconds,
    int timedTrials,
    double trialSeconds) {

  /** Slots of the timed trials, as many as Ray Tune's benchmark has. */
  static final int TIMED_SLOTS = 16;

  /** Seconds that the timed trials take if nothing but they takes any time. */
  double floor() {
    int rounds = (timedTrials + TIMED_SLOTS - 1) / TIMED_SLOTS;
    return trialSeconds * rounds;
  }
}
