package cbd.coordinator.cli.client;

import cbd.tls.Handshakes;
import java.net.URI;
import javax.net.ssl.SSLException;

/** Nobody answers at a coordinator's address; asking again later may help. */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final URI address;
  private final boolean distrusted;

  UnreachableException(URI address, Throwable cause) {
    super("no coordinator answers at " + address + " (" + reason(cause) + ")", cause);
    this.address = address;
    distrusted = cause instanceof SSLException;
  }

  /** Where the coordinator should have been. */
  public URI address() {
    return address;
  }

  /** Whether somebody answers, but no encrypted connection with them is to be had. */
  public boolean isDistrusted() {
    return distrusted;
  }

  private static String reason(Throwable cause) {
    if (cause instanceof SSLException) {
      return Handshakes.words(cause);
    }
    String message = cause.getMessage();
    // The JDK's HTTP client says a refused connection with no message at all.
    return message == null || message.isBlank() ? "connection refused" : message;
  }
}
