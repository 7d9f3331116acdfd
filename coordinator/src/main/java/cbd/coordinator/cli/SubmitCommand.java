package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import cbd.coordinator.sweep.TrialGrid;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cbd submit}: a sweep file to a coordinator. */
@Command(
    name = "submit",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Submits a sweep. The file is checked first; one that is wrong is not sent. Submitting the same"
          + " sweep again changes nothing, so a doubtful submission may be repeated; trials that"
          + " another sweep has run are not run again."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:submitted; with --watch: every trial succeeded",
      "1:with --watch: a trial failed or was cancelled; or the coordinator refused",
      "2:the file or an option is wrong; nothing was submitted",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd submit sweep.yaml",
      "  cbd submit sweep.yaml --watch > leaderboard.txt",
      "  cbd submit sweep.yaml --coordinator http://10.0.0.7:8470"
    })
final class SubmitCommand extends ClientCommand {
  @Parameters(paramLabel = "FILE", description = "The sweep file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--watch",
      description =
          "Show progress on stderr until all trials have ended, then the leaderboard on stdout."
              + " Ctrl-C ends the watching, not the sweep.")
  private boolean watch;

  @Mixin private final CoordinatorOption coordinator = new CoordinatorOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    SweepText text = SweepText.read(file);
    Views.SubmittedView answer = client.submit(text.yaml());
    String words = words(answer, TrialGrid.of(text.sweep()).cells());
    if (watch) {
      err().println(words);
      return Watched.toTheEnd(client, answer.sweep(), json.isAsked(), out(), err());
    }
    json.print(
        out(),
        answer,
        () -> {
          out().println(words);
          out().println("Watch it: cbd watch " + answer.sweep());
        });
    return Exit.OK;
  }

  /** {@code demo-3f9c2a10: 4 trials, 3 of them new, 1 known already; 2 cells ask for …}. */
  static String words(Views.SubmittedView answer, int cells) {
    int known = answer.trials() - answer.newTrials();
    StringBuilder words = new StringBuilder(answer.sweep() + ": ");
    words.append(Amounts.count(answer.trials(), "trial"));
    if (!answer.created()) {
      return words.append(". This very sweep was submitted before; nothing changes.").toString();
    }
    words.append(", ").append(answer.newTrials()).append(" new");
    if (known > 0) {
      words.append(", ").append(known).append(" known from other sweeps");
    }
    int collapsed = cells - answer.trials();
    if (collapsed > 0) {
      words.append("; ").append(Amounts.count(collapsed, "cell"));
      words.append(" of the grid asked for a trial that another cell is already");
    }
    return words.append('.').toString();
  }
}
