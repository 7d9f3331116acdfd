package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.Views;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cbd sweeps}: all of them. */
@Command(
    name = "sweeps",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Lists all sweeps, the latest first.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:listed", "2:an option is wrong", "4:no coordinator answers"},
    footerHeading = "%nExample:%n",
    footer = "  cbd sweeps")
final class SweepsCommand extends ClientCommand {
  /** Characters of the notes that a line shows; {@code --json} shows all. */
  private static final int NOTES = 40;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    List<Views.SweepView> sweeps = coordinator.client().sweeps();
    json.print(out(), sweeps, () -> print(sweeps));
    return Exit.OK;
  }

  private void print(List<Views.SweepView> sweeps) {
    if (sweeps.isEmpty()) {
      out().println("No sweep yet. Submit one: cbd submit FILE");
      return;
    }
    Table table = new Table();
    table.row(
        "SWEEP",
        "SUBMITTED",
        "DONE",
        "SUCCEEDED",
        "FAILED",
        "CANCELLED",
        "STOPPED",
        "PRIORITY",
        "LABELS",
        "NOTES");
    for (Views.SweepView sweep : sweeps) {
      table.row(
          sweep.id(),
          sweep.acceptedAt(),
          sweep.done() + "/" + sweep.size(),
          count(sweep, "succeeded"),
          count(sweep, "failed"),
          count(sweep, "cancelled"),
          count(sweep, "stopped"),
          String.valueOf(sweep.priority()),
          String.join(", ", sweep.labels()),
          brief(sweep.notes()));
    }
    table.print(out());
  }

  /** The beginning of the notes, on one line. */
  private static String brief(String notes) {
    String line = notes.strip().replaceAll("\\s+", " ");
    return line.length() <= NOTES ? line : line.substring(0, NOTES) + "…";
  }

  private static String count(Views.SweepView sweep, String state) {
    return String.valueOf(sweep.trials().getOrDefault(state, 0L));
  }
}
