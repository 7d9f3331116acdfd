package cbd.coordinator.cli;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import cbd.text.InvalidTextException;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
      "0:submitted; with --watch: every trial succeeded or was stopped early",
      "1:with --watch: a trial failed or was cancelled; or the coordinator refused",
      "2:the file or an option is wrong; nothing was submitted",
      "4:no coordinator answers"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd submit sweep.yaml",
      "  cbd submit sweep.yaml --watch > leaderboard.txt",
      "  cbd submit sweep.yaml --coordinator https://10.0.0.7:8470 --ca ca.pem"
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
  @Mixin private final WaitOption patience = new WaitOption();
  @Mixin private final JsonOption json = new JsonOption();

  @Override
  int run() {
    CoordinatorClient client = coordinator.client();
    SweepText text = SweepText.read(file);
    Views.SubmittedView answer = patience.ask(() -> client.submit(text.yaml()), err());
    String words =
        words(answer, TrialGrid.of(text.sweep()).cells())
            + (answer.created() ? "" : ignored(client, answer.sweep(), text.sweep()));
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
      words.append(". This very sweep was submitted before; nothing changes.");
      return words.append(unfinished(answer)).toString();
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
    return words.append('.').append(unfinished(answer)).toString();
  }

  /** What the file says otherwise than when the sweep was submitted. */
  private static String ignored(CoordinatorClient client, String id, Sweep now) {
    Sweep before;
    try {
      before = SweepFile.parse(client.text("/sweeps/" + id + "/text"));
    } catch (RefusedException | UnreachableException | InvalidTextException e) {
      return ""; // Nothing to compare with, or of a cbd that read files otherwise.
    }
    List<String> keys = new ArrayList<>();
    if (!before.description().equals(now.description())) {
      keys.add("description");
    }
    if (before.maxAttempts() != now.maxAttempts()) {
      keys.add("maxAttempts");
    }
    Tree.Mapping terms = (Tree.Mapping) RecordWriter.tree(now.terms());
    Tree.Mapping former = (Tree.Mapping) RecordWriter.tree(before.terms());
    terms.entries().keySet().stream()
        .filter(key -> !Objects.equals(terms.get(key), former.get(key)))
        .forEach(keys::add);
    return keys.isEmpty()
        ? ""
        : " Ignored is what the file says otherwise than before: " + String.join(", ", keys) + ".";
  }

  /** What the person may have expected to be run, and is not. */
  private static String unfinished(Views.SubmittedView answer) {
    return answer.unfinished() == 0
        ? ""
        : " Of the known ones "
            + answer.unfinished()
            + " failed, were cancelled or stopped early and stay so; `cbd retry "
            + answer.sweep()
            + "` queues them again, with --stopped those that were stopped early.";
  }
}
