package cbd.coordinator.cli;

import cbd.coordinator.certificate.Authority;
import cbd.tls.TlsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd certs ca}: a new authority. */
@Command(
    name = "ca",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Makes a private authority: ca.pem, which every member and every person is given, and"
            + " ca-key.pem, which nobody is.",
    footerHeading = "%nExample:%n",
    footer = "  cbd certs ca authority --name lab")
final class CertsAuthorityCommand extends ClientCommand {
  @Parameters(paramLabel = "DIR", description = "A folder for it; made where it is missing.")
  private Path folder = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "this cluster",
      description =
          "Of the cluster, for people who look at a certificate. Default: ${DEFAULT-VALUE}.")
  private String name = "";

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "3650",
      description = "How long it is valid, 1 to 7300. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (days < 1 || days > 7300) {
      throw wrongUse("--days must be between 1 and 7300, but was " + days);
    }
    try {
      Authority authority =
          Authority.create(folder, name, Duration.ofDays(days), InstantSource.system().instant());
      Certified made = Certified.of(folder.resolve("ca.pem"), authority.certificate());
      json.print(
          out(),
          made,
          () -> {
            out().println(made.words() + "; give it to all members and people.");
            out()
                .println(
                    folder.resolve("ca-key.pem") + " signs for the cluster: keep it to yourself.");
          });
      return Exit.OK;
    } catch (TlsException e) {
      throw new CliFailure(Exit.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
