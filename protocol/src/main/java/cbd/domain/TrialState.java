package cbd.domain;

/** Where a trial stands. */
public enum TrialState {
  /** Waits for a slot. */
  QUEUED,
  /** A slot has the right to run it. */
  LEASED,
  /** Its last attempt failed; waits before the next. */
  COOLING_DOWN,
  /** Held back by a person until it is resumed. */
  PAUSED,
  /** Has its result. */
  SUCCEEDED,
  /** Out of attempts, or failed in a way that would repeat. */
  FAILED,
  /** Stopped by a person. */
  CANCELLED,
  /** Stopped early by its sweeps' rule, for it did badly: neither a failure nor a result. */
  STOPPED;

  /** Whether nothing more will happen by itself. */
  public boolean isTerminal() {
    return this == SUCCEEDED || isWithoutResult();
  }

  /** Whether it is over without a result: only a person can have it tried again. */
  public boolean isWithoutResult() {
    return this == FAILED || this == CANCELLED || this == STOPPED;
  }
}
