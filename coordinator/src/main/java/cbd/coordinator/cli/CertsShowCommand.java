package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Table;
import cbd.tls.CertificateFolder;
import cbd.tls.Pem;
import cbd.tls.TlsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd certs show}: what a folder holds and until when. */
@Command(
    name = "show",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Shows the certificates of a folder, their names and how long they are valid; exit code 1"
            + " when one has expired or does not fit its key.",
    footerHeading = "%nExample:%n",
    footer = "  cbd certs show gpu-1")
final class CertsShowCommand extends ClientCommand {
  private static final Duration SOON = Duration.ofDays(30);

  @Parameters(paramLabel = "DIR", description = "A folder of `cbd certs ca` or `cbd certs node`.")
  private Path folder = Path.of("");

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CertificateFolder member = new CertificateFolder(folder);
    Instant now = InstantSource.system().instant();
    List<Certified> found = new ArrayList<>();
    try {
      for (Path file : List.of(member.authorities(), member.certificate())) {
        if (file.equals(member.certificate()) && !Files.exists(file)) {
          continue; // An authority's own folder.
        }
        for (X509Certificate each : Pem.certificates(file)) {
          found.add(Certified.of(file, each));
        }
      }
      json.print(out(), found, () -> table(found, now).print(out()));
      if (Files.exists(member.certificate())) {
        member.read(); // Says when the key does not fit.
      }
      return found.stream().anyMatch(each -> each.left(now).isNegative()) ? Exit.FAILED : Exit.OK;
    } catch (TlsException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static Table table(List<Certified> found, Instant now) {
    Table table = new Table();
    table.row("FILE", "SUBJECT", "VALID UNTIL", "", "NAMES");
    for (Certified each : found) {
      Duration left = each.left(now);
      String words =
          left.isNegative()
              ? "EXPIRED"
              : left.compareTo(SOON) < 0
                  ? "renew now: " + left.toDays() + " days left"
                  : left.toDays() + " days left";
      table.row(
          String.valueOf(Path.of(each.file()).getFileName()),
          each.subject(),
          each.validUntil(),
          words,
          String.join(" ", each.names()));
    }
    return table;
  }
}
