package cbd.domain;

/** Where a trial stands. */
public enum TrialState {
  /** Waits for a slot. */
  QUEUED,
  /** A slot has the right to run it. */
  LEASED,
  /** Its last attempt failed; waits before the next. */
  COOLING_DOWN,
  /** Has its result. */
  SUCCEEDED,
  /** Out of attempts, or failed in a way that would repeat. */
  FAILED,
  /** Stopped by a person. */
  CANCELLED;

  /** Whether nothing more will happen by itself. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
