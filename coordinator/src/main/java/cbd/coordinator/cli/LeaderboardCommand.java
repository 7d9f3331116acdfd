package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--store",
      paramLabel = "FILE",
      description = "Read this store (a coordinator's cbd.db) in place of asking a coordinator.")
  private @Nullable Path store;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, csv, json, md (Markdown) or latex. Default: ${DEFAULT-VALUE}.")
  private BoardFormat format = BoardFormat.TABLE;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Override
  int run() {
    out().print(store == null ? ofCoordinator() : format.text(new StoreFile(store).board(sweep)));
    return Exit.OK;
  }

  private String ofCoordinator() {
    CoordinatorClient client = coordinator.client();
    return format.ask(client, sweep.resolve(client));
  }
}
