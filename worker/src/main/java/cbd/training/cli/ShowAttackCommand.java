package cbd.training.cli;

import ai.djl.ndarray.NDManager;
import cbd.domain.Seeds;
import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.InvalidValueException;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Tree;
import cbd.training.attack.AttackContext;
import cbd.training.attack.PoisonedSet;
import cbd.training.attack.Poisoner;
import cbd.training.attack.Poisoners;
import cbd.training.attack.PoisonsNothingException;
import cbd.training.attack.TriggeredSet;
import cbd.training.attack.Workshop;
import cbd.training.cli.AttackSheet.Section;
import cbd.training.data.DataUnavailableException;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.engine.TrainingEngine;
import cbd.training.stage.StageStore;
import cbd.training.trial.Origin;
import cbd.training.trial.RunSettings;
import cbd.yaml.YamlText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cbd show attack}: a sheet of triggered images and a report of what was changed. */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Poisons a data set and draws what became of some images: each clean, with the trigger, and"
          + " the change between the two (grey: none). Prints how many images and labels changed,"
          + " and how strong the trigger is.",
      "An attack that trains something first finds it in --stages, if a trial with the same attack"
          + " left it there, or trains it; its progress goes to standard error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the sheet was written",
      "1:it could not be written",
      "2:the attack or an option is invalid",
      "3:the data set is missing or damaged"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd show attack wanet --dataset cifar10 --data data",
      "  cbd show attack '{type: sig, deltaTrain: 40}' --dataset shapes --out sig.png",
      "  cbd show attack examples/trial.yaml"
    })
public final class ShowAttackCommand implements Callable<Integer> {
  private static final int UNWRITTEN = 1;
  private static final int INVALID = 2;
  private static final int NO_DATA = 3;

  /** Pixels that an image should be wide on the sheet, for eyes. */
  private static final int COMFORTABLE = 128;

  private final InstantSource clock;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ATTACK",
      description = {
        "A word (badnets), settings ('{type: sig, deltaTrain: 40}'), or a trial file; see"
            + " docs/attacks.md."
      })
  private String attack;

  @Option(
      names = "--dataset",
      paramLabel = "DATASET",
      description = "The data set, a word or settings. A trial file brings its own.")
  private @Nullable String dataset;

  @Option(
      names = "--out",
      paramLabel = "FILE.png",
      description = "Where to write the sheet (default: ATTACK-DATASET.png).")
  private @Nullable Path out;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "6",
      description = "Rows of the sheet, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int images;

  @Option(
      names = "--scale",
      paramLabel = "K",
      defaultValue = "0",
      description = "Pixels of the sheet to a pixel of an image, 1 to 32; 0: large enough to see.")
  private int scale;

  @Option(
      names = "--gain",
      paramLabel = "G",
      defaultValue = "0",
      description = "Factor on the change, 1 to 255; 0: the largest that cuts off hardly any.")
  private int gain;

  @Mixin private MachineOptions machine = new MachineOptions();

  @Mixin private StageOptions stages = new StageOptions();

  /**
   * Makes the command.
   *
   * @param clock for when stages were last used
   */
  @SuppressWarnings("NullAway.Init") // picocli fills the rest before call()
  public ShowAttackCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    try {
      within("--images", images, 1, 100);
      within("--scale", scale, 0, 32);
      within("--gain", gain, 0, 255);
      return show(trial());
    } catch (InvalidTextException e) {
      for (Problem problem : e.problems()) {
        err.println(problem);
      }
      return INVALID;
    } catch (InvalidValueException | PoisonsNothingException e) {
      err.println(e.getMessage());
      return INVALID;
    } catch (DataUnavailableException e) {
      err.println(e.getMessage());
      return NO_DATA;
    } catch (IOException e) {
      err.println("The sheet could not be written: " + e);
      return UNWRITTEN;
    }
  }

  private static void within(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidValueException(
          option, "must be between " + min + " and " + max + ", but was " + value);
    }
  }

  private TrialSpec trial() throws IOException {
    Path file = file();
    if (file != null) {
      if (dataset != null) {
        throw new InvalidValueException(
            "--dataset", "must be left out: " + file + " names its own data set");
      }
      return RecordReader.read(TrialSpec.class, YamlText.parse(Files.readAllBytes(file)));
    }
    if (dataset == null) {
      throw new InvalidValueException(
          "--dataset", "must name the data set to poison, such as shapes or cifar10");
    }
    Map<String, Tree> settings = new LinkedHashMap<>();
    settings.put("dataset", YamlText.parse(dataset.getBytes(StandardCharsets.UTF_8)));
    settings.put("attack", YamlText.parse(attack.getBytes(StandardCharsets.UTF_8)));
    settings.put("defense", Tree.Scalar.of("none"));
    return RecordReader.read(TrialSpec.class, Tree.Mapping.of(settings));
  }

  /** The trial file, if the attack is one. */
  private @Nullable Path file() {
    try {
      Path file = Path.of(attack);
      return Files.isRegularFile(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private int show(TrialSpec trial) throws IOException {
    RunSettings settings = machine.settings(spec.commandLine(), stages);
    if (!trial.attack().trainsFirst()) {
      return show(trial, settings, null);
    }
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    PrintWriter err = spec.commandLine().getErr();
    try (NDManager manager = managerOn(settings.device(), engine)) {
      Workshop workshop =
          new Workshop(
              manager,
              StageStore.of(settings.stages(), clock, use -> {}),
              Origin.circumstances(settings, engine.version()),
              new AttackProgress(err));
      return show(trial, settings, workshop);
    }
  }

  private NDManager managerOn(String device, TrainingEngine engine) {
    try {
      return engine.newManager(device);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
    }
  }

  private static ImageSet load(TrialSpec trial, Split split, int n, RunSettings settings) {
    return Datasets.load(trial.dataset(), split, n, settings.dataDir(), settings.cacheDir());
  }

  private int show(TrialSpec trial, RunSettings settings, @Nullable Workshop workshop)
      throws IOException {
    ImageSet train = load(trial, Split.TRAIN, trial.usedTrainImages(), settings);
    ImageSet test = load(trial, Split.TEST, trial.usedTestImages(), settings);
    long seed = new Seeds(trial).poison();
    Poisoner poisoner =
        Poisoners.of(trial.attack(), new AttackContext(train, seed, settings.dataDir(), workshop));
    PoisonedSet poisoned = PoisonedSet.of(train, trial.attack(), poisoner, seed);
    TriggeredSet triggered = TriggeredSet.of(test, trial.attack(), poisoner);
    List<Section> sections =
        new AttackExhibits(trial, images).sections(train, poisoned, test, poisoner);
    AttackReport report = new AttackReport(trial, train, poisoned, test, triggered);
    int shownGain = gain == 0 ? AttackSheet.fittingGain(sections) : gain;
    int shownScale = scale == 0 ? Math.max(1, COMFORTABLE / train.width()) : scale;
    BufferedImage sheet =
        new AttackSheet(train.height(), train.width(), shownScale, shownGain)
            .draw(report.heading(shownGain), sections);
    Path file = out == null ? Path.of(report.fileName()) : out;
    // ImageIO would print a stack trace of its own when it cannot open a file.
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(sheet, "png", png);
    Files.write(file, png.toByteArray());
    PrintWriter printer = spec.commandLine().getOut();
    printer.print(report.inWords());
    printer.println(
        "sheet    " + file + ", " + sheet.getWidth() + " x " + sheet.getHeight() + " pixels");
    printer.flush();
    return 0;
  }
}
