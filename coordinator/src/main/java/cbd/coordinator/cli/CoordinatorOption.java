package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import java.net.URI;
import picocli.CommandLine.Option;

/** {@code --coordinator}: whom a command asks. */
final class CoordinatorOption {
  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      defaultValue = "${env:CBD_COORDINATOR:-http://127.0.0.1:8470}",
      description =
          "The coordinator's HTTP address. Default: $CBD_COORDINATOR, else ${DEFAULT-VALUE}.")
  private String url = "";

  /** The coordinator. */
  CoordinatorClient client() {
    return new CoordinatorClient(address());
  }

  /** Its address without what a copied link may carry behind the port. */
  private URI address() {
    try {
      URI uri = URI.create(url.contains("://") ? url : "http://" + url);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CliFailure(
        Exit.INVALID,
        "--coordinator must be an address such as http://127.0.0.1:8470, but was '" + url + "'");
  }
}
