package cbd.coordinator.schedule;

/** What a slot is doing, as far as the coordinator knows. */
public enum SlotState {
  /** Free: the next queued trial may get it. */
  IDLE,
  /** Runs an attempt, or stays empty for one that runs in another slot of its device. */
  LEASED,
  /** Idle, and nothing is granted to it: a person took its worker out of service. */
  CORDONED,
  /** Idle, and nothing but a probe is granted to it: it failed trial after trial. */
  QUARANTINED,
  /** Idle, and nothing is granted to it: its worker says that it cannot work. */
  UNWILLING,
  /**
   * Its worker is not heard: nothing is granted to it; a lease it holds runs on until it expires.
   */
  LOST
}
