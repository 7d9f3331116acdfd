package cbd.coordinator.cli;

import cbd.coordinator.http.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cbd cordon}: no new work for a worker. */
@Command(
    name = "cordon",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Grants a worker nothing more; what it runs goes on. Kept over restarts of worker and"
            + " coordinator, until `cbd uncordon`.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:cordoned",
      "1:there is no such worker; or the coordinator refused",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExample:%n",
    footer = "  cbd cordon gpu-2")
final class CordonCommand extends ClientCommand {
  @Parameters(paramLabel = "WORKER", description = "A worker's name, as `cbd workers` lists it.")
  private String worker = "";

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    Views.SteeredView answer = coordinator.client().steer(worker, "cordon");
    json.print(out(), answer, () -> out().println(words(answer)));
    return Exit.OK;
  }

  private String words(Views.SteeredView answer) {
    return worker
        + (answer.changed() ? " gets no more work" : " got no more work before")
        + (answer.running() == 0 ? "." : "; what it runs goes on: " + answer.running() + ".");
  }
}
