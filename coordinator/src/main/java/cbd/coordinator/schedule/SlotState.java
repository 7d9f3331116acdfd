package cbd.coordinator.schedule;

/** What a slot is doing, as far as the coordinator knows. */
public enum SlotState {
  /** Free: the next queued trial may get it. */
  IDLE,
  /** Runs an attempt. */
  LEASED,
  /**
   * Its worker is not heard: nothing is granted to it; a lease it holds runs on until it expires.
   */
  LOST
}
