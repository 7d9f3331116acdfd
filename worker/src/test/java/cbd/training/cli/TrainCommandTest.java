package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.RecordReader;
import cbd.training.checkpoint.CheckpointFolder;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageUse;
import cbd.training.trial.RunSettings;
import cbd.training.trial.TrialListener;
import cbd.training.trial.TrialRunner;
import cbd.yaml.YamlText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
  private static final String TINY =
      """
      dataset: shapes
      trainImages: 40
      testImages: 20
      model: wrn-10-1
      attack: badnets
      defense: none
      training: {epochs: 2, batchSize: 20}
      """;

  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheResultToOutAndTheEpochsToErr() throws IOException {
    assertThat(train(TINY)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("clean accuracy       CA")
        .contains("attack success rate  ASR")
        .contains("threads=1")
        .doesNotContain("epoch   1");
    assertThat(err.toString()).contains("final      epoch   1").contains("final      epoch   2");
  }

  @Test
  void reusesStagesOfATrialBeforeWhenAFolderIsNamed() throws IOException {
    String stages = dir.resolve("stages").toString();
    assertThat(train(TINY, "--json", "--stages", stages)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\"reusedStages\": []");
    assertThat(train(TINY, "--json", "--stages", stages)).isZero();
    assertThat(out.toString()).contains("\"poisoned-set\"").contains("\"triggered-set\"");
    assertThat(train(TINY, "--stage-budget", "0.5GB")).isEqualTo(2);
    assertThat(err.toString()).contains("--stage-budget must be a size such as 500MB");
  }

  @Test
  void knowsASweepFile() throws IOException {
    assertThat(train("name: demo\ntrial: {dataset: shapes}\n")).isEqualTo(2);
    assertThat(err.toString()).contains("is a sweep file, which cbd submit takes");
  }

  @Test
  void goesOnWithWhatWasStoppedAndLeavesNothingBehind() throws IOException {
    String folder = dir.resolve("checkpoints").toString();
    TrialSpec trial =
        RecordReader.read(TrialSpec.class, YamlText.parse(TINY.getBytes(StandardCharsets.UTF_8)));
    CheckpointSettings kept = new CheckpointSettings(folder, 1, 5, 1L << 30, "other");
    RunSettings settings = new RunSettings("", 1, "cpu").checkpointing(kept);
    new TrialRunner(InstantSource.system()).run(trial, settings, new StopsAtOnce());
    assertThat(new CheckpointFolder(Path.of(folder)).entries(TrialId.of(trial))).isNotEmpty();

    assertThat(train(TINY, "--json", "--checkpoints", folder)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("\"resumed\": [").doesNotContain("\"resumed\": []");
    assertThat(Path.of(folder)).isEmptyDirectory();
    assertThat(train(TINY, "--checkpoint-budget", "much")).isEqualTo(2);
    assertThat(err.toString()).contains("--checkpoint-budget must be a size such as 500MB");
    assertThat(train(TINY, "--checkpoint-every", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--checkpoint-every must be at least 1, but was 0");
  }

  private static final class StopsAtOnce implements TrialListener {
    @Override
    public boolean onProgress(Progress progress) {
      return false;
    }

    @Override
    public void onStage(StageUse use) {}

    @Override
    public void onEpoch(EpochMetrics metrics) {}
  }

  @Test
  void printsEverythingAsJsonWhenAsked() throws IOException {
    assertThat(train(TINY, "--json")).isZero();
    assertThat(out.toString())
        .startsWith("{")
        .contains("\"epochs\": [")
        .contains("\"type\": \"succeeded\"")
        .contains("\"poisonHash\"");
  }

  @Test
  void showsAllProblemsOfAFileAndTrainsNothing() throws IOException {
    String broken =
        """
        dataset: shapes
        attack: {type: badnets, poisonRate: 1.5}
        defense: cdb
        """;
    assertThat(train(broken)).isEqualTo(2);
    assertThat(err.toString())
        .contains("must be between 0.0 and 1.0, but was 1.5 (line 2, column")
        .contains("(line 3, column")
        .contains("Nothing was trained.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void saysWhichFileCannotBeRead() {
    assertThat(execute(dir.resolve("missing.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("There is no file ", "missing.yaml.");
  }

  @Test
  void refusesImpossibleThreads() throws IOException {
    assertThat(train(TINY, "--threads", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--threads must be between 1 and 1024, but was 0");
  }

  @Test
  void tellsMissingDataFromOtherFailures() throws IOException {
    assertThat(train(TINY.replace("shapes", "cifar10"), "--data", dir.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("The trial failed: CIFAR-10 was not found");
    assertThat(train(TINY, "--device", "gpu:999")).isEqualTo(1);
    assertThat(err.toString()).contains("The trial failed: device must be one that libtorch sees");
  }

  @Test
  void refusesABackdooredModelOfADefenseThatHasNone() throws IOException {
    Path file = dir.resolve("backdoored.safetensors");
    assertThat(train(TINY, "--backdoored-model", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("--backdoored-model must be left out: only the defense cbd trains")
        .doesNotContain("final      epoch");
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesALibtorchThatIsNone() throws IOException {
    assertThat(train(TINY, "--libtorch", dir.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--libtorch must hold a libtorch for Linux");
  }

  private int train(String yaml, String... options) throws IOException {
    Path file = Files.writeString(dir.resolve("trial.yaml"), yaml);
    String[] args = new String[options.length + 1];
    args[0] = file.toString();
    System.arraycopy(options, 0, args, 1, options.length);
    return execute(args);
  }

  private int execute(String... args) {
    return new CommandLine(new TrainCommand(InstantSource.system()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
