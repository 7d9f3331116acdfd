package cbd.coordinator.cli.client;

import java.net.URI;

/** Nobody answers at a coordinator's address; asking again later may help. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final URI address;

  UnreachableException(URI address, Throwable cause) {
    super("no coordinator answers at " + address + " (" + reason(cause) + ")", cause);
    this.address = address;
  }

  /** Where the coordinator should have been. */
  public URI address() {
    return address;
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    // The JDK's HTTP client says a refused connection with no message at all.
    return message == null || message.isBlank() ? "connection refused" : message;
  }
}
