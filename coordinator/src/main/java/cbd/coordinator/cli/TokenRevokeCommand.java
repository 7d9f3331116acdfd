package cbd.coordinator.cli;

import cbd.coordinator.http.AccessViews;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd token revoke}: a token that opens nothing any more. */
@Command(
    name = "revoke",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Takes a token back at once, and ends the web sessions that were begun with it.",
    footerHeading = "%nExample:%n",
    footer = "  cbd token revoke alice")
final class TokenRevokeCommand extends ClientCommand {
  @Parameters(paramLabel = "NAME", description = "A token's name, as `cbd token list` shows it.")
  private String name = "";

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    AccessViews.RevokedView answer =
        coordinator
            .client()
            .post(
                "/tokens/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/revoke",
                AccessViews.RevokedView.class);
    String words = answer.changed() ? " opens nothing any more." : " was revoked before.";
    json.print(out(), answer, () -> out().println(answer.name() + words));
    return Exit.OK;
  }
}
