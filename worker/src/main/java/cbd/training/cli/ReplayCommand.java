package cbd.training.cli;

import cbd.domain.Failure;
import cbd.domain.Provenance;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.training.replay.Comparison;
import cbd.training.replay.StoredTrial;
import cbd.training.trial.RunSettings;
import cbd.training.trial.TrialRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd replay}: a stored result, put to the test. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains a trial again in this process and compares with its stored result.",
      "With the same engine, and on the same model of CPU with as many threads or of GPU with the"
          + " same driver, the scores must be equal to the last digit; elsewhere rounding differs,"
          + " training amplifies it, and they must agree within --tolerance."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the stored result is confirmed",
      "1:it is not, or the trial failed",
      "2:an option or the stored trial is invalid",
      "3:the data set is missing or damaged",
      "4:no coordinator answers, or it does not know the trial",
      "130:stopped by Ctrl-C"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd replay 3f9c2a10",
      "  cbd train trial.yaml --json > result.json; cbd replay result.json",
      "  cbd trial 3f9c2a10 --store .cbd/coordinator/cbd.db --json | cbd replay -"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final String TERMINAL = "cbd.terminal";

  private static final int NOT_CONFIRMED = 1;
  private static final int INVALID = 2;
  private static final int NO_DATA = 3;
  private static final int UNREACHABLE = 4;
  private static final int STOPPED = 130;

  private final InstantSource clock;
  private final Supplier<InputStream> in;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TRIAL",
      description =
          "The first digits of a trial's id, four or more, to ask the coordinator for; or a JSON"
              + " file of cbd train --json or cbd trial --json; or - to read that from standard"
              + " input.")
  private String trial;

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      defaultValue = "${env:CBD_COORDINATOR:-http://127.0.0.1:8470}",
      description = "Whom to ask (default: $CBD_COORDINATOR, else http://127.0.0.1:8470).")
  private String coordinator;

  @Mixin private MachineOptions machine = new MachineOptions();

  @Option(
      names = "--tolerance",
      paramLabel = "SHARE",
      defaultValue = "0.02",
      description =
          "How far each score may be off where it need not be equal, as a fraction (default:"
              + " ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /**
   * Makes the command.
   *
   * @param clock for durations
   * @param in where a trial named - is read from
   */
  @SuppressWarnings("NullAway.Init") // picocli fills the rest before call()
  public ReplayCommand(InstantSource clock, Supplier<InputStream> in) {
    this.clock = clock;
    this.in = in;
  }

  @Override
  public Integer call() {
    if (!(tolerance >= 0 && tolerance <= 1)) {
      throw new ParameterException(
          spec.commandLine(), "--tolerance must be between 0 and 1, but was " + tolerance);
    }
    PrintWriter err = spec.commandLine().getErr();
    StoredTrial stored;
    try {
      stored = StoredTrial.parse(text());
    } catch (TrialSource.UnreachableException e) {
      err.println(e.getMessage());
      return UNREACHABLE;
    } catch (IOException e) {
      err.println(Unreadable.because(Path.of(trial), e));
      return INVALID;
    } catch (InvalidTextException e) {
      err.println(trial + ": " + e.getMessage());
      return INVALID;
    }
    try (StopSignal stop = StopSignal.install()) {
      return report(stored, train(stored, stop));
    }
  }

  private String text() throws IOException {
    if (trial.equals("-")) {
      return new String(in.get().readAllBytes(), StandardCharsets.UTF_8);
    }
    if (Files.isRegularFile(Path.of(trial))) {
      return Files.readString(Path.of(trial));
    }
    if (!TrialId.isBeginning(trial)) {
      throw new ParameterException(
          spec.commandLine(),
          "TRIAL must be an existing file or four or more digits of an id, but was '"
              + trial
              + "'");
    }
    return TrialSource.ask(coordinator, trial);
  }

  private TrialOutcome train(StoredTrial stored, StopSignal stop) {
    Provenance origin = stored.result().provenance();
    RunSettings settings =
        machine.settings(spec.commandLine(), origin.threads(), place(origin.device()));
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "Training trial %s again on %s, threads=%d.%n",
        stored.id().brief(), settings.device(), settings.threads());
    try (TrialDisplay display = TrialDisplay.on(err, Boolean.getBoolean(TERMINAL))) {
      TrialLog log = new TrialLog(display, stop::isRaised);
      return new TrialRunner(clock).run(stored.spec(), settings, log);
    }
  }

  /** A device without its model's name. */
  private static String place(String device) {
    int bracket = device.indexOf(" (");
    String name = bracket < 0 ? device : device.substring(0, bracket);
    return name.equals("unknown") ? "cpu" : name;
  }

  private int report(StoredTrial stored, TrialOutcome outcome) {
    PrintWriter err = spec.commandLine().getErr();
    if (outcome instanceof TrialOutcome.Failed failed) {
      err.println("The trial failed: " + failed.message());
      return failed.failure() == Failure.DATA_UNAVAILABLE ? NO_DATA : NOT_CONFIRMED;
    }
    if (!(outcome instanceof TrialOutcome.Succeeded succeeded)) {
      err.println("The replay was stopped; nothing was compared.");
      return STOPPED;
    }
    Comparison comparison =
        Comparison.of(stored, TrialId.of(stored.spec()), succeeded.result(), tolerance);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Tree> answer = new LinkedHashMap<>();
      answer.put("trial", RecordWriter.tree(stored.id()));
      answer.put("tolerance", Tree.Scalar.of(tolerance));
      answer.put("comparison", RecordWriter.tree(comparison));
      answer.put("stored", RecordWriter.tree(stored.result()));
      answer.put("again", RecordWriter.tree(succeeded.result()));
      out.print(JsonText.pretty(Tree.Mapping.of(answer)));
    } else {
      out.print(ComparisonWords.of(stored, comparison, tolerance));
    }
    out.flush();
    return comparison.verdict().isConfirmed() ? 0 : NOT_CONFIRMED;
  }
}
