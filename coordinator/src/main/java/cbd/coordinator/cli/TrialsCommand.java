package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.cli.words.TrialWords;
import cbd.coordinator.http.Views;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cbd trials}: a sweep's trials. */
@Command(
    name = "trials",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Lists a sweep's trials in the order of its grid, with scores or the reason of failure.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed",
      "1:there is no such sweep or state",
      "2:an option is wrong",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  cbd trials", "  cbd trials demo-3f --state failed --state cooling-down"})
final class TrialsCommand extends ClientCommand {
  @Mixin private final SweepArgument sweep = new SweepArgument();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only trials that are queued, leased, cooling-down, paused, succeeded, failed, cancelled"
              + " or stopped (early); repeatable.")
  private List<String> states = List.of();

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    String id = sweep.resolve(client);
    List<Views.TrialView> trials = client.trials(id, states);
    json.print(out(), trials, () -> table(trials, TrialNames.ofSweep(client, id)).print(out()));
    return Exit.OK;
  }

  /** A line per trial. */
  static Table table(List<Views.TrialView> trials, TrialNames names) {
    Table table = new Table();
    table.row("TRIAL", "STATE", "ATTEMPT", "WHAT", "SCORES OR REASON");
    for (Views.TrialView trial : trials) {
      String reason = trial.reason();
      table.row(
          trial.id().substring(0, 8),
          trial.state(),
          begun(trial) + "/" + trial.maxAttempts(),
          names.of(trial.spec()),
          reason == null ? scores(trial) : reason);
    }
    return table;
  }

  /** Of a trial that waits, the attempt it has is the next one. */
  private static int begun(Views.TrialView trial) {
    boolean isNext = trial.state().equals("queued") || trial.state().equals("paused");
    return trial.attempt() - (isNext ? 1 : 0);
  }

  /** What was measured before the end is no result, and says which attempt it is of. */
  private static String scores(Views.TrialView trial) {
    Map<String, @Nullable Object> last = trial.lastEpoch();
    if (trial.result() != null || last == null) {
      return TrialWords.scores(trial.result());
    }
    Integer measured = trial.measuredAttempt();
    boolean running =
        trial.state().equals("leased") && measured != null && measured == trial.attempt();
    return TrialWords.scores(last)
        + "  after "
        + last.get("phase")
        + " epoch "
        + last.get("epoch")
        + (running || measured == null ? "" : " of attempt " + measured + ", which is over");
  }
}
