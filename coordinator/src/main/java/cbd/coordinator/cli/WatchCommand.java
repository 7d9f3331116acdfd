package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd watch}: a sweep's progress, live. */
@Command(
    name = "watch",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Shows a sweep's progress on stderr until all trials have ended, then its leaderboard on"
          + " stdout. Ctrl-C ends the watching, not the sweep. A coordinator that goes away is"
          + " waited for."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every trial succeeded or was stopped early",
      "1:a trial failed or was cancelled; or there is no such sweep",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd watch", "  cbd watch demo-3f"})
final class WatchCommand extends ClientCommand {
  @Mixin private final SweepArgument sweep = new SweepArgument();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    return Watched.toTheEnd(client, sweep.resolve(client), json.isAsked(), out(), err());
  }
}
