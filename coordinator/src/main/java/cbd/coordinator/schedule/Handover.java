package cbd.coordinator.schedule;

/** How a lease came back that nobody's failure ended. */
public enum Handover {
  /** Its worker shut down in good order. */
  WORKER_LEFT,
  /** Its worker registered and does not run it: it was restarted, or never heard the order. */
  NOT_RUNNING,
  /** Its worker stopped the attempt, as it was asked or for reasons of its own, and said so. */
  HANDED_BACK;

  /** Whether it is believed a few times only: whoever goes or hands back in good order may ever. */
  public boolean isLimited() {
    return this == NOT_RUNNING;
  }
}
