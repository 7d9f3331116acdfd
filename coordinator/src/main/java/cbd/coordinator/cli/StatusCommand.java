package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.progress.RunningLine;
import cbd.coordinator.cli.progress.SweepWords;
import cbd.coordinator.http.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd status}: how a sweep stands, once. */
@Command(
    name = "status",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Shows how a sweep stands: trials by state, what runs and where, time left.",
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
    json.print(out(), view, () -> print(view));
    return Exit.OK;
  }

  private void print(Views.SweepView view) {
    out().println(view.id() + ": " + SweepWords.progress(view));
    Views.Live live = view.live();
    if (live == null) {
      out()
          .println(
              "  No coordinator is active there at the moment: nothing is known of what runs.");
    } else {
      live.running().forEach(running -> out().println("  " + RunningLine.of(running)));
    }
  }
}
