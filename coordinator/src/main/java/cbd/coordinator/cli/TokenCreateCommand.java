package cbd.coordinator.cli;

import cbd.coordinator.access.Role;
import cbd.coordinator.access.Token;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.AccessViews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd token create}: a new token, told once. */
@Command(
    name = "create",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Makes a token and prints it, once: the coordinator keeps a hash only. Whoever gets it puts it"
            + " in a file that nobody else can read (chmod 600), for --token-file. The first token of a"
            + " coordinator must be an administrator's.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  (umask 077; cbd token create root --role admin > root.token)",
      "  (umask 077; cbd token create alice --role submit > alice.token)"
    })
final class TokenCreateCommand extends ClientCommand {
  @Parameters(
      paramLabel = "NAME",
      description =
          "Of whoever gets it: lower-case letters, digits and dashes. A name is given once.")
  private String name = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "What it is good for: ${COMPLETION-CANDIDATES}.")
  private Role role = Role.READ;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "0",
      description = "Until it expires; 0: never. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (!Token.isName(name)) {
      throw wrongUse(
          "NAME must be 1 to 40 lower-case letters, digits and dashes, but was '" + name + "'");
    }
    CoordinatorClient client = coordinator.client();
    AccessViews.NewTokenView made =
        client.post(
            "/tokens?name=" + name + "&role=" + role.word() + "&days=" + days,
            AccessViews.NewTokenView.class);
    json.print(out(), made, () -> out().println(made.token()));
    err()
        .println(
            "Token '"
                + made.name()
                + "' has the role "
                + made.role()
                + (made.expires() == null ? "." : " until " + made.expires() + ".")
                + " It is not told again.");
    return Exit.OK;
  }
}
