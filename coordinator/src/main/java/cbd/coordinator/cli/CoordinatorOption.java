package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.tls.Pem;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** {@code --coordinator}, {@code --ca} and {@code --token-file}: whom a command asks, and how. */
final class CoordinatorOption {
  private static final String USUAL = "http://127.0.0.1:8470";

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:CBD_COORDINATOR:-" + USUAL + "}",
      description =
          "The coordinator's HTTP address; of three, all of them with commas between, so that one that"
              + " dies is stood in for. Default: $CBD_COORDINATOR, else "
              + USUAL
              + ".")
  private List<String> urls = List.of();

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:CBD_CA:-}",
      description =
          "Believe a coordinator at https:// only with a certificate of this authority: the ca.pem of"
              + " its cluster. Default: $CBD_CA, else those that this Java believes.")
  private String authorities = "";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      defaultValue = "${env:CBD_TOKEN_FILE:-}",
      description =
          "A file that holds your API token, which only you can read. Default: $CBD_TOKEN_FILE, else"
              + " the token itself in $CBD_TOKEN, else none.")
  private String tokenFile = "";

  /** The coordinator. */
  CoordinatorClient client() {
    return new CoordinatorClient(
        urls.stream().map(this::address).toList(), new Credentials(believed(), token()));
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

  /** Its address without what a copied link may carry behind the port. */
  private URI address(String url) {
    try {
      String scheme = authorities.isEmpty() ? "http://" : "https://";
      URI uri = URI.create(url.contains("://") ? url : scheme + url);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        refuseToSpeakPlainly(uri);
        return URI.create(uri.getScheme() + "://" + uri.getAuthority());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CliFailure(
        Exit.INVALID,
        "--coordinator must be an address such as http://127.0.0.1:8470, but was '" + url + "'");
  }

  /** Whoever names an authority must not have a token sent where it vouches for nobody. */
  private void refuseToSpeakPlainly(URI uri) {
    if (!authorities.isEmpty() && uri.getScheme().equals("http")) {
      throw new CliFailure(
          Exit.INVALID,
          "--ca is for https://, but --coordinator was '"
              + uri
              + "': write https://"
              + uri.getAuthority()
              + ", or leave --ca and CBD_CA out");
    }
  }
}
