package cbd.coordinator.cli.client;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Whom a client believes to be a coordinator, and with what it shows who it is. As text it holds no
 * token.
 *
 * @param believed of the cluster's own authority; empty: the authorities that this Java believes
 * @param token sent to the coordinators; empty: none
 */
public record Credentials(Optional<SSLContext> believed, Optional<String> token) {
  /** Believes what Java believes and shows nothing. */
  public static final Credentials NONE = new Credentials(Optional.empty(), Optional.empty());

  @Override
  public String toString() {
    return "Credentials[token=" + (token.isPresent() ? "given" : "none") + "]";
  }
}
