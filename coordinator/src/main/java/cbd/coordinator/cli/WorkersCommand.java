package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.Views;
import cbd.domain.MemorySize;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
    CoordinatorClient client = coordinator.client();
    List<Views.WorkerView> workers = client.workers();
    json.print(
        out(),
        workers,
        () -> {
          print(workers);
          out().println(ActiveWords.of(client));
        });
    return Exit.OK;
  }

  private void print(List<Views.WorkerView> workers) {
    if (workers.isEmpty()) {
      out()
          .println(
              "No worker is here. Start one: cbd worker --join HOST:PORT, as the coordinator said"
                  + " when it started. Those that were here before come back by themselves.");
      return;
    }
    Table table = new Table();
    table.row("SLOT", "DEVICE", "MEMORY", "STATE", "TRIAL", "HOST", "VERSION", "LAST HEARD", "WHY");
    for (Views.WorkerView worker : workers) {
      for (Views.SlotView slot : worker.slots()) {
        String trial = slot.trial();
        Long memory = slot.memory();
        table.row(
            worker.id() + "/" + slot.index(),
            slot.device(),
            memory == null ? "-" : MemorySize.words(memory),
            slot.state(),
            trial == null ? "-" : trial.substring(0, 8),
            worker.host(),
            worker.version(),
            Instant.parse(worker.lastHeard()).truncatedTo(ChronoUnit.SECONDS).toString(),
            why(worker, slot));
      }
    }
    table.print(out());
  }

  /** Why nothing runs or is granted there; empty when something does or may be. */
  private static String why(Views.WorkerView worker, Views.SlotView slot) {
    List<String> reasons = new ArrayList<>();
    if (worker.hold() != null) {
      reasons.add(worker.hold() + ": " + worker.reason());
    } else if (worker.reason() != null) {
      reasons.add(worker.reason());
    }
    if (slot.beside()) {
      reasons.add("stays empty for that trial, which takes several slots");
    }
    if (slot.reason() != null) {
      reasons.add("quarantined: " + slot.reason());
    }
    return String.join("; ", reasons);
  }
}
