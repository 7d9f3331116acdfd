package cbd.coordinator.store;

/** How an attempt stands. */
public enum AttemptState {
  RUNNING,
  SUCCEEDED,
  FAILED,
  EXPIRED,
  CANCELLED,
  /** Given back through no fault of the trial. */
  RETURNED,
  /** Stopped early, with its trial. */
  STOPPED
}
