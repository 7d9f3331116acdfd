package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd retry}: failed and cancelled trials once more. */
@Command(
    name = "retry",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Queues a sweep's failed and cancelled trials again, or one trial. Shows them first, each with"
          + " the reason why it failed. Those with a result stay as they are."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:queued, or there was nothing to queue",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd retry demo-3f9c2a10 --dry-run", "  cbd retry 7be1"})
final class RetryCommand extends ClientCommand {
  private static final List<String> ENDED_WITHOUT_RESULT = List.of("failed", "cancelled");

  @Mixin private final Target target = new Target();

  @Option(names = "--dry-run", description = "Only show which trials would be queued.")
  private boolean dryRun;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Target.Found found = target.find(client, ENDED_WITHOUT_RESULT);
    if (found.trials().isEmpty()) {
      out().println("Nothing to retry: no trial of it failed or was cancelled.");
      return Exit.OK;
    }
    TrialsCommand.table(found.trials()).print(out());
    out().flush();
    if (!dryRun) {
      int changed = client.change(found.path() + "/retry");
      out().println(Amounts.count(changed, "trial") + " queued again.");
    }
    return Exit.OK;
  }
}
