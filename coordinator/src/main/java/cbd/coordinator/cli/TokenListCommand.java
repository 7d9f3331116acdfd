package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.AccessViews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd token list}: all tokens, without their secrets. */
@Command(
    name = "list",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Lists all tokens, those that expired or were revoked among them.",
    footerHeading = "%nExample:%n",
    footer = "  cbd token list")
final class TokenListCommand extends ClientCommand {
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    AccessViews.TokenList tokens = coordinator.client().get("/tokens", AccessViews.TokenList.class);
    json.print(out(), tokens, () -> table(tokens).print(out()));
    return Exit.OK;
  }

  private static Table table(AccessViews.TokenList tokens) {
    Table table = new Table();
    table.row("NAME", "ROLE", "STATE", "CREATED", "BY", "EXPIRES");
    for (AccessViews.TokenView token : tokens.tokens()) {
      table.row(
          token.name(),
          token.role(),
          token.live() ? "live" : token.revoked() == null ? "expired" : "revoked",
          token.created(),
          token.createdBy(),
          token.expires() == null ? "never" : token.expires());
    }
    return table;
  }
}
