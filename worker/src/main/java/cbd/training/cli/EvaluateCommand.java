package cbd.training.cli;

import cbd.domain.Dataset;
import cbd.domain.Scores;
import cbd.domain.TrialSpec;
import cbd.text.CanonicalText;
import cbd.text.InvalidTextException;
import cbd.text.InvalidValueException;
import cbd.text.JsonText;
import cbd.text.Location;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import cbd.text.Words;
import cbd.training.data.DataUnavailableException;
import cbd.training.model.MalformedModelException;
import cbd.training.model.ModelCard;
import cbd.training.model.SafetensorsFile;
import cbd.training.trial.ModelEvaluation;
import cbd.training.trial.RunSettings;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd evaluate}: the scores of a network from a file. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures a network from a safetensors file on clean and on triggered test images.",
      "What the file says about itself is used where no option says otherwise; a file of another"
          + " program needs --architecture, --dataset and --attack. See docs/models.md."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:the file is damaged or does not fit, or the device is missing",
      "2:an option is invalid",
      "3:the data set is missing or damaged"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd evaluate clean.safetensors",
      "  cbd evaluate clean.safetensors --attack '{type: blend, alpha: 0.1}' --json"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int NO_DATA = 3;

  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A safetensors file.")
  private Path file;

  @Option(
      names = "--attack",
      paramLabel = "ATTACK",
      description = "As a trial file writes it: badnets, or {type: blend, alpha: 0.1}.")
  private @Nullable String attack;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description =
          "As a trial file writes it, such as cifar10; another one than the file's is taken whole.")
  private @Nullable String dataset;

  @Option(
      names = "--architecture",
      paramLabel = "MODEL",
      description = "The network, as a trial file's model: wrn-16-1.")
  private @Nullable String architecture;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      description = "The first n test images; 0: all. Default: those of the trial, else all.")
  private @Nullable Integer testImages;

  @Mixin private MachineOptions machine = new MachineOptions();
  @Mixin private StageOptions stages = new StageOptions();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  /**
   * Makes the command.
   *
   * @param clock for when stages were last used
   */
  @SuppressWarnings("NullAway.Init") // picocli fills the rest before call()
  public EvaluateCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try (SafetensorsFile model = SafetensorsFile.open(file)) {
      Optional<ModelCard> card = ModelCard.of(model);
      TrialSpec subject = subject(card.map(ModelCard::spec));
      RunSettings settings = machine.settings(spec.commandLine(), stages);
      ModelEvaluation.Measured measured = ModelEvaluation.of(model, subject, settings, clock);
      print(subject, measured, card.filter(c -> isMeasuredAlike(c.spec(), subject)));
      return 0;
    } catch (InvalidTextException | InvalidValueException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (DataUnavailableException e) {
      err.println(e.getMessage());
      return NO_DATA;
    } catch (MalformedModelException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println(Unreadable.because(file, e));
      return FAILED;
    }
  }

  /** The file's trial, with what the options say in place of what it says. */
  private TrialSpec subject(Optional<TrialSpec> trained) {
    Tree.Mapping tree =
        trained
            .map(trial -> (Tree.Mapping) RecordWriter.tree(trial))
            .orElseGet(() -> Tree.Mapping.of(Map.of("defense", Tree.Scalar.of("none"))));
    if (trained.isEmpty() && architecture == null) {
      throw new ParameterException(
          spec.commandLine(), file + " does not say which network it is of: add --architecture");
    }
    tree = with(tree, "model", architecture);
    tree = with(tree, "attack", attack);
    if (dataset != null) {
      Tree.Mapping whole = with(with(tree, "trainImages", "0"), "testImages", "0");
      Tree.Mapping named = with(whole, "dataset", dataset);
      Dataset other = RecordReader.read(TrialSpec.class, named).dataset();
      boolean own = trained.map(trial -> trial.dataset().equals(other)).orElse(false);
      tree = own ? tree : named;
    }
    tree = with(tree, "testImages", testImages == null ? null : testImages.toString());
    return RecordReader.read(TrialSpec.class, tree);
  }

  private static Tree.Mapping with(Tree.Mapping tree, String key, @Nullable String text) {
    return text == null
        ? tree
        : tree.with(key, Location.NONE, YamlText.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether a measurement of the one must give the scores of the other. */
  private static boolean isMeasuredAlike(TrialSpec trained, TrialSpec subject) {
    return trained.dataset().equals(subject.dataset())
        && trained.usedTrainImages() == subject.usedTrainImages()
        && trained.usedTestImages() == subject.usedTestImages()
        && trained.repeat() == subject.repeat()
        && trained.attack().equals(subject.attack());
  }

  private void print(
      TrialSpec subject, ModelEvaluation.Measured measured, Optional<ModelCard> card) {
    PrintWriter out = spec.commandLine().getOut();
    Scores scores = measured.scores();
    boolean otherImages =
        card.map(ModelCard::testImages)
            .filter(hash -> !hash.isEmpty() && !hash.equals(measured.hash()))
            .isPresent();
    Optional<Scores> stored = card.map(ModelCard::scores);
    if (json) {
      Map<String, Tree> answer = new LinkedHashMap<>();
      answer.put("file", Tree.Scalar.of(file.toString()));
      answer.put("dataset", RecordWriter.tree(subject.dataset()));
      answer.put("testImages", Tree.Scalar.of((long) measured.images()));
      answer.put("triggeredImages", Tree.Scalar.of((long) measured.triggered()));
      answer.put("otherImages", Tree.Scalar.of(otherImages));
      answer.put("model", RecordWriter.tree(subject.model()));
      answer.put("attack", RecordWriter.tree(subject.attack()));
      answer.put("scores", RecordWriter.tree(scores));
      answer.put("stored", stored.map(RecordWriter::tree).orElse(Tree.Scalar.of(null)));
      out.print(JsonText.pretty(Tree.Mapping.of(answer)));
    } else {
      out.printf(
          "%s: %s on %s, attack %s%n",
          file,
          Words.of(subject.model()),
          subject.dataset().title(),
          CanonicalText.of(subject.attack()));
      out.printf(
          "  %d test images; ASR and RA of %d with the trigger%n",
          measured.images(), measured.triggered());
      out.print(ScoreLines.of(scores));
      if (otherImages) {
        out.println(
            "  other images: these test images are not those that the file's scores are of");
      }
      stored.ifPresent(
          then ->
              out.println(
                  then.equals(scores)
                      ? "  as the file says, to the last digit"
                      : "  where the file says\n" + ScoreLines.of(then).stripTrailing()));
    }
    out.flush();
  }
}
