package cbd.training.cli;

import cbd.domain.Defense;
import cbd.domain.Failure;
import cbd.domain.ModelFile;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.text.CanonicalText;
import cbd.text.InvalidTextException;
import cbd.text.JsonText;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.text.Words;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.trial.RunSettings;
import cbd.training.trial.TrialRunner;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd train}: one trial in this process. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains one trial in this process, without any cluster, and prints its result.",
      "Progress and logs go to standard error, the result to standard output. Ctrl-C stops within"
          + " one batch; with --checkpoints DIR the same command goes on from there."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the trial was trained to its end",
      "1:the trial failed, or a network was not written; the message says why",
      "2:the file or an option is invalid; nothing was trained",
      "3:the data set is missing or damaged",
      "130:stopped by Ctrl-C"
    })
public final class TrainCommand implements Callable<Integer> {
  /**
   * Set by the launcher when standard error is a terminal, which Java cannot find out by itself.
   */
  private static final String TERMINAL = "cbd.terminal";

  private static final int FAILED = 1;
  private static final int INVALID = 2;
  private static final int NO_DATA = 3;
  private static final int STOPPED = 130;

  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "TRIAL.yaml",
      description = "One configuration; see examples/trial.yaml and docs/sweep-file.md.")
  private Path file;

  @Mixin private MachineOptions machine = new MachineOptions();

  @Mixin private StageOptions stages = new StageOptions();

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "Write the final network there, as safetensors: CBD's clean model.")
  private @Nullable Path model;

  @Option(
      names = "--backdoored-model",
      paramLabel = "FILE",
      description = "Write CBD's backdoored model there, as safetensors.")
  private @Nullable Path backdooredModel;

  @Option(
      names = "--json",
      description = "Print spec, every epoch and the outcome as one JSON document.")
  private boolean json;

  /**
   * Makes the command.
   *
   * @param clock for durations
   */
  @SuppressWarnings("NullAway.Init") // picocli fills the rest before call()
  public TrainCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    TrialSpec trial;
    try {
      Tree tree = YamlText.parse(Files.readAllBytes(file));
      if (tree instanceof Tree.Mapping mapping && mapping.get("trial") != null) {
        err.println(
            file
                + " is a sweep file, which cbd submit takes. A trial file has the settings that stand"
                + " below trial: there, not indented. Nothing was trained.");
        return INVALID;
      }
      trial = RecordReader.read(TrialSpec.class, tree);
    } catch (IOException e) {
      err.println(Unreadable.because(file, e));
      return INVALID;
    } catch (InvalidTextException e) {
      for (Problem problem : e.problems()) {
        err.println(file + ": " + problem);
      }
      err.println("Nothing was trained.");
      return INVALID;
    }
    if (backdooredModel != null && !(trial.defense() instanceof Defense.Cbd)) {
      throw new ParameterException(
          spec.commandLine(),
          "--backdoored-model must be left out: only the defense cbd trains a backdoored model, and"
              + " that of the trial is "
              + CanonicalText.of(trial.defense()));
    }
    try (StopSignal stop = StopSignal.install()) {
      RunSettings settings = settings();
      TrialReport report = train(trial, settings, stop);
      tidy(report, settings.checkpoints());
      return report(report);
    }
  }

  private TrialReport train(TrialSpec trial, RunSettings settings, StopSignal stop) {
    PrintWriter err = spec.commandLine().getErr();
    try (TrialDisplay display = TrialDisplay.on(err, Boolean.getBoolean(TERMINAL))) {
      TrialLog log = new TrialLog(display, stop::isRaised);
      TrialOutcome outcome = new TrialRunner(clock).run(trial, settings, log);
      return new TrialReport(trial, log.epochs(), outcome);
    }
  }

  private RunSettings settings() {
    return machine
        .settings(spec.commandLine(), stages)
        .keeping(place("--model", model), place("--backdoored-model", backdooredModel))
        .checkpointing(checkpoints());
  }

  private CheckpointSettings checkpoints() {
    try {
      return checkpoints.settings(null).by("pid-" + ProcessHandle.current().pid());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** A trial that has its result is not gone on with. */
  private void tidy(TrialReport report, CheckpointSettings kept) {
    if (kept.folder().isEmpty() || !(report.outcome() instanceof TrialOutcome.Succeeded)) {
      return;
    }
    try {
      new CheckpointFolder(Path.of(kept.folder())).remove(TrialId.of(report.spec()));
    } catch (IOException e) {
      spec.commandLine().getErr().println("The trial's checkpoints could not be removed: " + e);
    }
  }

  /** Hours of training must not end at a folder that is not there. */
  private String place(String option, @Nullable Path file) {
    if (file == null) {
      return "";
    }
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be a file in a folder that can be written to, but was " + file);
    }
    return file.toAbsolutePath().toString();
  }

  private int report(TrialReport report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(JsonText.pretty(RecordWriter.tree(report)));
    } else if (report.outcome() instanceof TrialOutcome.Succeeded) {
      out.print(report.inWords());
    }
    out.flush();
    if (report.outcome() instanceof TrialOutcome.Failed failed) {
      spec.commandLine().getErr().println("The trial failed: " + failed.message());
      return failed.failure() == Failure.DATA_UNAVAILABLE ? NO_DATA : FAILED;
    }
    if (report.outcome() instanceof TrialOutcome.Stopped) {
      spec.commandLine()
          .getErr()
          .println(
              "The trial was stopped; it has no result."
                  + (checkpoints().folder().isEmpty() ? "" : " The same command goes on with it."));
      return STOPPED;
    }
    return tellOfModels(report);
  }

  private int tellOfModels(TrialReport report) {
    PrintWriter err = spec.commandLine().getErr();
    List<ModelFile> written =
        ((TrialOutcome.Succeeded) report.outcome()).result().provenance().models();
    for (ModelFile file : written) {
      err.printf(
          "The %s network is in %s (SHA-256 %s).%n",
          Words.of(file.network()), file.file(), file.sha256());
    }
    boolean missed =
        lacks(written, Phase.FINAL, model) || lacks(written, Phase.BACKDOORED, backdooredModel);
    if (missed) {
      err.println("A network that was asked for was not written, because its file could not be.");
    }
    return missed ? FAILED : 0;
  }

  private static boolean lacks(List<ModelFile> written, Phase network, @Nullable Path wanted) {
    return wanted != null && written.stream().noneMatch(file -> file.network() == network);
  }
}
