package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd resume}: let paused trials go on. */
@Command(
    name = "resume",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Lets a sweep's paused trials, or one trial, go on at their place in the queue.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:resumed, or there was nothing to resume",
      "1:there is no such sweep or trial; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd resume demo-3f9c2a10", "  cbd resume 7be1"})
final class ResumeCommand extends ClientCommand {
  @Mixin private final Target target = new Target();
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    Views.ChangedView done = client.change(target.path(client) + "/resume");
    json.print(
        out(),
        done,
        () ->
            out()
                .println(
                    done.trials() == 0
                        ? "Nothing to resume: none of it is paused."
                        : Amounts.count(done.trials(), "trial") + " resumed."));
    return Exit.OK;
  }
}
