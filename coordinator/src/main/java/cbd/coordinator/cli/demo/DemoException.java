package cbd.coordinator.cli.demo;

/**
 * A cluster of child processes cannot start or go on; the message says why, with the end of a log.
 */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DemoException(String message) {
    super(message);
  }
}
