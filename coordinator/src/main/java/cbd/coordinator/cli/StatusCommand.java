package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.progress.RunningLine;
import cbd.coordinator.cli.progress.SweepWords;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd status}: how a sweep stands, once. */
@Command(
    name = "status",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Shows how a sweep stands: trials by state, what runs and where, time left, and what people"
            + " could not be told of it.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:there is no such sweep",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd status", "  cbd status demo-3f --json"})
final class StatusCommand extends ClientCommand {
  @Mixin private final SweepArgument sweep = new SweepArgument();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Views.SweepView view = client.sweep(sweep.resolve(client));
    json.print(
        out(),
        view,
        () -> {
          print(view, client);
          out().println("  " + ActiveWords.of(client));
        });
    return Exit.OK;
  }

  private void print(Views.SweepView view, CoordinatorClient client) {
    out().println(view.id() + ": " + SweepWords.progress(view));
    view.untold()
        .forEach(
            untold ->
                out()
                    .println(
                        "  Nobody was told by "
                            + untold.channel()
                            + ": "
                            + untold.subject()
                            + ". Given up after "
                            + (untold.tries() == 1 ? "1 try" : untold.tries() + " tries")
                            + ": "
                            + untold.reason()));
    Views.Live live = view.live();
    if (live != null) {
      String trouble = live.storeTrouble();
      if (trouble != null) {
        out().println("  Nothing new starts and no result is confirmed for now. " + trouble);
      }
      if (!live.running().isEmpty()) {
        TrialNames names = TrialNames.ofSweep(client, view.id());
        live.running().forEach(running -> out().println("  " + RunningLine.of(running, names)));
      }
    }
  }
}
