package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.Views;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd workers}: who works. */
@Command(
    name = "workers",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Lists workers and their slots: which device, and what runs there.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed",
      "1:no coordinator is active there at the moment",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExample:%n",
    footer = "  cbd workers")
final class WorkersCommand extends ClientCommand {
  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    List<Views.WorkerView> workers = coordinator.client().workers();
    json.print(out(), workers, () -> print(workers));
    return Exit.OK;
  }

  private void print(List<Views.WorkerView> workers) {
    if (workers.isEmpty()) {
      out().println("No worker yet. Start one: cbd worker --join HOST:PORT (25520 by default)");
      return;
    }
    Table table = new Table();
    table.row("SLOT", "DEVICE", "STATE", "TRIAL", "HOST", "VERSION", "LAST HEARD");
    for (Views.WorkerView worker : workers) {
      for (Views.SlotView slot : worker.slots()) {
        String trial = slot.trial();
        table.row(
            worker.id() + "/" + slot.index(),
            slot.device(),
            slot.state(),
            trial == null ? "-" : trial.substring(0, 8),
            worker.host(),
            worker.version(),
            worker.lastHeard());
      }
    }
    table.print(out());
  }
}
