package cbd.coordinator.cli;

import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import cbd.tls.CertificateNames;
import cbd.tls.Pem;
import cbd.tls.TlsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd certs renew}: a new certificate and key in place of the old ones. */
@Command(
    name = "renew",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Replaces the certificate and key of one machine by new ones for the same names. What runs with"
          + " --tls on this folder follows within half a minute, without a restart.",
      "With another authority than before, ca.pem then holds both; docs/security.md tells how to move"
          + " a running cluster to it."
    },
    footerHeading = "%nExample:%n",
    footer = "  cbd certs renew gpu-1 --ca authority")
final class CertsRenewCommand extends ClientCommand {
  @Parameters(paramLabel = "DIR", description = "The folder that `cbd certs node` made.")
  private Path folder = Path.of("");

  @Mixin private IssueOptions issue = new IssueOptions();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CertificateFolder member = new CertificateFolder(folder);
    try {
      X509Certificate old = Pem.certificates(member.certificate()).get(0);
      List<String> names =
          CertificateNames.of(old).stream()
              .filter(name -> !name.equals(CertificateFolder.MEMBER))
              .toList();
      Certified made =
          Certified.of(member.certificate(), issue.issue(member, Standing.of(old), names));
      json.print(
          out(),
          made,
          () -> out().println(made.words() + "; what runs with it follows by itself."));
      return Exit.OK;
    } catch (TlsException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw wrongUse(String.valueOf(e.getMessage()));
    }
  }
}
