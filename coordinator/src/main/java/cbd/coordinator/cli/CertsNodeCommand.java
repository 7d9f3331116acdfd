package cbd.coordinator.cli;

import cbd.coordinator.certificate.Standing;
import cbd.tls.CertificateFolder;
import cbd.tls.TlsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd certs node}: a certificate for one machine. */
@Command(
    name = "node",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Makes the certificate and key of one machine: ca.pem, node.pem and node-key.pem. A"
            + " coordinator or worker there is given the folder with --tls.",
    footerHeading = "%nExample:%n",
    footer = "  cbd certs node gpu-1 --ca authority --host 10.0.0.7 --host gpu-1")
final class CertsNodeCommand extends ClientCommand {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

  @Parameters(paramLabel = "DIR", description = "A folder for them; made where it is missing.")
  private Path folder = Path.of("");

  @Mixin private IssueOptions issue = new IssueOptions();

  @Option(
      names = "--host",
      paramLabel = "NAME|ADDRESS",
      description =
          "A name or address under which others reach the machine; repeat it for several. localhost"
              + " and 127.0.0.1 are always among them, except with --guest.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--guest",
      description =
          "Not for a coordinator or worker, but for Prometheus: good for looking at a worker's"
              + " /metrics, and for nothing else; with --host also for a server there, such as the"
              + " database.")
  private boolean guest;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw wrongUse("--host must be a name or address, but was '" + host + "'");
      }
    }
    CertificateFolder member = new CertificateFolder(folder);
    if (Files.exists(member.key())) {
      throw new CliFailure(
          Exit.FAILED, member.key() + " is there already; `cbd certs renew` replaces it");
    }
    try {
      Standing standing = guest ? Standing.GUEST : Standing.MEMBER;
      Certified made = Certified.of(member.certificate(), issue.issue(member, standing, hosts));
      String next =
          guest ? "; it lets its owner look" : "; start the member there with --tls " + folder;
      json.print(out(), made, () -> out().println(made.words() + next));
      return Exit.OK;
    } catch (TlsException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw wrongUse(String.valueOf(e.getMessage()));
    }
  }
}
