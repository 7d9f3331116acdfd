package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd cancel}: stop what has not ended. */
@Command(
    name = "cancel",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Cancels a sweep's trials that have not ended, or one trial. What runs is stopped; results stay."
          + " `cbd retry` takes it back. Trials that other sweeps hold too go on, unless --shared."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:cancelled, or there was nothing to cancel",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd cancel demo-3f9c2a10", "  cbd cancel 7be1 --json"})
final class CancelCommand extends ClientCommand {
  @Mixin private final Target target = new Target();
  @Mixin private final SharedOption shared = new SharedOption();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Views.ChangedView done = client.change(shared.onto(target.path(client) + "/cancel"));
    json.print(out(), done, () -> tell(done));
    return Exit.OK;
  }

  private void tell(Views.ChangedView done) {
    if (done.trials() > 0) {
      out().println(Amounts.count(done.trials(), "trial") + " cancelled.");
    } else if (done.shared() == 0) {
      out().println("Nothing to cancel: all of it has ended.");
    }
    SharedOption.tell(done, out());
  }
}
