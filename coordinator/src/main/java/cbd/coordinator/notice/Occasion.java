package cbd.coordinator.notice;

/** What people can be told of. */
public enum Occasion {
  /** All trials of a sweep are over, and none failed. */
  SWEEP_FINISHED("sweep.finished"),
  /** All trials of a sweep are over, and some failed for good. */
  SWEEP_FAILED("sweep.failed"),
  /** Trials of a sweep failed for good while others go on: the first, the tenth, the hundredth. */
  TRIALS_FAILED("sweep.trials_failed"),
  /** Trials wait or run, and nothing moves. */
  STALLED("cluster.stalled");

  private final String kind;

  Occasion(String kind) {
    this.kind = kind;
  }

  /** Its name for programs. */
  String kind() {
    return kind;
  }
}
