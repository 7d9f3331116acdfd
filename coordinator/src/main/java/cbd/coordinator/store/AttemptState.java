package cbd.coordinator.store;

/** How an attempt stands. */
public enum AttemptState {
  RUNNING,
  SUCCEEDED,
  FAILED,
  EXPIRED,
  CANCELLED
}
