package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.PlanViews;
import cbd.coordinator.http.SweepPlan;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd plan}: what would a sweep take? */
@Command(
    name = "plan",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Says what a sweep would take: trials, what is known already, stages that trials share, work,"
          + " device time, disk, and when the workers there now would be done. Starts nothing.",
      "",
      "Asks the coordinator what it knows and how fast its workers are; when none answers, every"
          + " trial counts as new and a rough figure as speed, and it says so."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:planned, with a coordinator or without",
      "1:the coordinator refused",
      "2:the file or an option is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd plan sweep.yaml", "  cbd plan examples/paper-cifar10.yaml --speed 12000"})
final class PlanCommand extends ClientCommand {
  /** Beyond that nobody waits for the answer, and nobody would for the trials. */
  private static final int MOST_CELLS = 1_000_000;

  @Parameters(paramLabel = "FILE", description = "The sweep file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--speed",
      paramLabel = "N",
      description =
          "Assume that a slot trains plain wrn-16-1 at N images of 32x32 a second (`cbd bench`"
              + " measures it), in place of what the coordinator has seen.")
  private @Nullable Double speed;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    if (speed != null && !(speed > 0 && Double.isFinite(speed))) {
      throw wrongUse("--speed must be above 0, but was " + speed);
    }
    CoordinatorClient client = coordinator.client();
    SweepText text = SweepText.read(file, MOST_CELLS);
    int cells = TrialGrid.of(text.sweep()).cells();
    Asked asked = cells > SweepFile.MAX_TRIALS ? tooLarge(text) : ask(client, text);
    json.print(
        out(), asked.plan(), () -> PlanWords.lines(asked.plan(), asked.known()).forEach(this::say));
    return Exit.OK;
  }

  /**
   * A plan.
   *
   * @param known who was asked what is known already
   */
  private record Asked(PlanViews.PlanView plan, String known) {}

  private Asked ask(CoordinatorClient client, SweepText text) {
    try {
      return new Asked(client.plan(text.yaml(), speed), "says " + client.address());
    } catch (UnreachableException e) {
      return new Asked(
          SweepPlan.alone(text.sweep(), speed), e.getMessage() + ", so every trial counts as new");
    }
  }

  private Asked tooLarge(SweepText text) {
    return new Asked(
        SweepPlan.alone(text.sweep(), speed),
        String.format(
            Locale.ROOT,
            "not asked, for a sweep may have %,d cells at most: split it before it is submitted",
            SweepFile.MAX_TRIALS));
  }

  private void say(String line) {
    out().println(line);
  }
}
