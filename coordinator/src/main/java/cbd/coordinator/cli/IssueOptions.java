package cbd.coordinator.cli;

import cbd.coordinator.certificate.Authority;
import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Option;

/** Who signs a machine's certificate, and for how long. */
final class IssueOptions {
  private static final int MOST_DAYS = 3650;

  @Option(
      names = "--ca",
      required = true,
      paramLabel = "DIR",
      description = "The folder of the authority, which `cbd certs ca` made.")
  private Path authority = Path.of("");

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "How long it is valid, 1 to " + MOST_DAYS + ". Default: ${DEFAULT-VALUE}.")
  private int days;

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when a name is none, or the days are too many or too few
   * @throws cbd.tls.TlsException when the authority or the folder cannot be used
   */
  X509Certificate issue(CertificateFolder machine, Standing standing, List<String> names) {
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException(
          "--days must be between 1 and " + MOST_DAYS + ", but was " + days);
    }
    Authority signs = Authority.open(authority);
    try {
      return signs.issue(
          machine, standing, names, Duration.ofDays(days), InstantSource.system().instant());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a machine is reached under names and addresses, but it was " + names + ": " + e, e);
    }
  }
}
