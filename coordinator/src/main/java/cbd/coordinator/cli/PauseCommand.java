package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd pause}: hold back what has not ended. */
@Command(
    name = "pause",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Pauses a sweep's trials that have not ended, or one trial. What waits is held back; what runs is"
          + " stopped and handed back, which costs no attempt. `cbd resume` lets it go on. Trials that"
          + " other sweeps hold too go on, unless --shared."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:paused, or there was nothing to pause",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd pause demo-3f9c2a10 --finish", "  cbd pause 7be1"})
final class PauseCommand extends ClientCommand {
  private static final List<String> OPEN = List.of("queued", "leased", "cooling-down");

  @Mixin private final Target target = new Target();

  @Option(
      names = "--finish",
      description = "Let running attempts run to their end; a result they reach counts.")
  private boolean finish;

  @Mixin private final SharedOption shared = new SharedOption();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Target.Found found = target.find(client, OPEN, OPEN);
    long running = found.trials().stream().filter(trial -> trial.state().equals("leased")).count();
    Views.ChangedView done =
        client.change(shared.onto(found.path() + "/pause" + (finish ? "?finish=true" : "")));
    json.print(out(), done, () -> tell(done, running));
    return Exit.OK;
  }

  private void tell(Views.ChangedView done, long running) {
    if (done.trials() > 0 || done.shared() == 0) {
      out().println(words(done.trials(), running));
    }
    SharedOption.tell(done, out());
  }

  private String words(int changed, long running) {
    if (changed == 0) {
      return "Nothing to pause: all of it has ended, is paused, or will be.";
    }
    String words = Amounts.count(changed, "trial") + " paused";
    if (running == 0) {
      return words + ".";
    }
    return words
        + ", "
        + running
        + (finish ? " of them when the running attempt ends." : " of them when handed back.");
  }
}
