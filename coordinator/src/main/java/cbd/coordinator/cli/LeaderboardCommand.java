package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd leaderboard}: a sweep's results, ranked. */
@Command(
    name = "leaderboard",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Prints a sweep's leaderboard, also while it runs. Asks the coordinator, or reads a store file,"
          + " which needs nothing that runs."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "1:there is no such sweep",
      "2:an option is wrong, or the file is no store",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd leaderboard",
      "  cbd leaderboard demo-3f --format md",
      "  cbd leaderboard --store .cbd/coordinator/cbd.db --format csv > results.csv"
    })
final class LeaderboardCommand extends ClientCommand {
  @Mixin private final SweepArgument sweep = new SweepArgument();

  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv, json, md (Markdown) or latex. Default: ${DEFAULT-VALUE}.")
  private BoardFormat format = BoardFormat.TABLE;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    BoardFormat wanted = wanted();
    out()
        .print(
            store
                .address()
                .map(address -> wanted.text(address.board(sweep)))
                .orElseGet(() -> ofCoordinator(wanted)));
    return Exit.OK;
  }

  private BoardFormat wanted() {
    if (!json.isAsked()) {
      return format;
    }
    if (format != BoardFormat.TABLE && format != BoardFormat.JSON) {
      throw wrongUse("--json is --format json; leave out one of the two");
    }
    return BoardFormat.JSON;
  }

  private String ofCoordinator(BoardFormat wanted) {
    CoordinatorClient client = coordinator.client();
    return wanted.ask(client, sweep.resolve(client));
  }
}
