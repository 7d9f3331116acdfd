package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd cancel}: stop what has not ended. */
@Command(
    name = "cancel",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Cancels a sweep's trials that have not ended, or one trial. What runs is stopped; results stay."
          + " `cbd retry` takes it back."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:cancelled, or there was nothing to cancel",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd cancel demo-3f9c2a10", "  cbd cancel 7be1"})
final class CancelCommand extends ClientCommand {
  private static final List<String> OPEN = List.of("queued", "leased", "cooling-down");

  @Mixin private final Target target = new Target();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    int changed = client.change(target.find(client, OPEN).path() + "/cancel");
    out()
        .println(
            changed == 0
                ? "Nothing to cancel: all of it has ended."
                : Amounts.count(changed, "trial") + " cancelled.");
    return Exit.OK;
  }
}
