package cbd.coordinator.schedule;

/** An event that may not happen to a trial as it stands; applying it has changed nothing. */
public final class IllegalTransitionException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  IllegalTransitionException(String message) {
    super(message);
  }
}
