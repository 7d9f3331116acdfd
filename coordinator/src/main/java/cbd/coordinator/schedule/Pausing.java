package cbd.coordinator.schedule;

/** Whether a trial that is not paused yet shall be. */
public enum Pausing {
  NO,
  /** As soon as its attempt has been handed back. */
  NOW,
  /** When its attempt has ended without a result. */
  WHEN_OVER
}
