package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.tls.Pem;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** {@code --coordinator} and what belongs to it: whom a command asks, and how. */
final class CoordinatorOption {
  private static final String USUAL = "http://127.0.0.1:8470";

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:CBD_COORDINATOR:-" + USUAL + "}",
      description =
          "The coordinator's HTTP address; of three, all of them with commas between, so that one"
              + " that dies is stood in for. Without a scheme it is https:// with --ca, and with a"
              + " token on another machine; else http://. Default: $CBD_COORDINATOR, else "
              + USUAL
              + ".")
  private List<String> urls = List.of();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:CBD_CA:-}",
      description =
          "Believe a coordinator at https:// only with a certificate of this authority: the ca.pem"
              + " of its cluster. Default: $CBD_CA, else those that this Java believes.")
  private String authorities = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:CBD_TOKEN_FILE:-}",
      description =
          "A file that holds your API token, which only you can read. Default: $CBD_TOKEN_FILE,"
              + " else the token itself in $CBD_TOKEN, else none.")
  private String tokenFile = "";

  @Option(
      names = "--insecure",
      description =
          "Send the token to a coordinator on another machine in plain text as well, to http://."
              + " For networks you trust; also CBD_INSECURE=true.")
  private boolean insecure;

  /** The coordinator. */
  CoordinatorClient client() {
    Optional<String> token = token();
    CoordinatorAddress address =
        new CoordinatorAddress(
            !authorities.isEmpty(),
            token.isPresent(),
            insecure || "true".equalsIgnoreCase(System.getenv("CBD_INSECURE")));
    return new CoordinatorClient(
        urls.stream().map(address::of).toList(), new Credentials(believed(), token));
  }

  private Optional<SSLContext> believed() {
    try {
      return authorities.isEmpty()
          ? Optional.empty()
          : Optional.of(Tls.believing(Path.of(authorities)));
    } catch (TlsException e) {
      throw new CliFailure(Exit.INVALID, "--ca: " + e.getMessage());
    }
  }

  private Optional<String> token() {
    if (tokenFile.isEmpty()) {
      return Optional.ofNullable(System.getenv("CBD_TOKEN")).filter(token -> !token.isBlank());
    }
    try {
      Path file = Path.of(tokenFile);
      Pem.refuseOpen(file);
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      throw new CliFailure(Exit.INVALID, "--token-file cannot be read: " + e);
    } catch (TlsException e) {
      throw new CliFailure(Exit.INVALID, "--token-file: " + e.getMessage());
    }
  }
}
