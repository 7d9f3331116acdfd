package cbd.coordinator.cli;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.AccessViews;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd audit}: who did what. */
@Command(
    name = "audit",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Shows who asked for which change, from where, and what was answered, the latest first; takes a"
          + " token with the role admin.",
      "OUTCOME is the status of the answer; '?' when the coordinator died before it answered: then"
          + " the change may have happened or not."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:the coordinator refused; the message says why",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExample:%n",
    footer = "  cbd audit --limit 20")
final class AuditCommand extends ClientCommand {
  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (limit < 1 || limit > 1000) {
      throw wrongUse("--limit must be between 1 and 1000, but was " + limit);
    }
    AccessViews.AuditPage page =
        coordinator.client().get("/audit?limit=" + limit, AccessViews.AuditPage.class);
    if (json.isAsked()) {
      out().println(Json.write(page));
      return Exit.OK;
    }
    Table table = new Table();
    table.row("WHEN", "WHO", "ROLE", "FROM", "OUTCOME", "WHAT");
    for (AccessViews.AuditView entry : page.entries()) {
      table.row(
          entry.at(),
          entry.who(),
          entry.role(),
          entry.address(),
          entry.outcome() == null ? "?" : entry.outcome(),
          entry.action().substring(0, entry.action().indexOf(' ')) + " " + entry.target());
    }
    table.print(out());
    return Exit.OK;
  }
}
