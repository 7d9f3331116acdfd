package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** With the networks of one tiny trial. */
class EvaluateCommandTest {
  private static final String TINY =
      """
      dataset: shapes
      trainImages: 40
      testImages: 60
      model: wrn-10-1
      attack: badnets
      defense: {type: cbd, t1: 2}
      training: {epochs: 2, batchSize: 20}
      """;

  @TempDir static Path dir;
  private static String trained;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Path file = Files.writeString(dir.resolve("trial.yaml"), TINY);
    int exit =
        execute(
            new TrainCommand(InstantSource.system()),
            out,
            err,
            file.toString(),
            "--model",
            model(),
            "--backdoored-model",
            dir.resolve("backdoored.safetensors").toString());
    assertThat(exit).as(err.toString()).isZero();
    assertThat(err.toString())
        .contains("The final network is in " + model())
        .contains("The backdoored network is in ");
    trained = out.toString();
  }

  @Test
  void measuresWhatTheTrialMeasured() {
    assertThat(evaluate(model())).as(err.toString()).isZero();
    String scores = trained.lines().filter(line -> line.contains("ASR")).findFirst().orElseThrow();
    assertThat(out.toString())
        .contains(": wrn-10-1 on shapes, attack \"badnets\"")
        .contains(scores)
        .contains("as the file says, to the last digit")
        .doesNotContain("other images");
    assertThat(evaluate(dir.resolve("backdoored.safetensors").toString())).isZero();
  }

  @Test
  void saysWhenTheImagesAreOthersThanTheFiles() throws IOException {
    String bytes = Files.readString(Path.of(model()), StandardCharsets.ISO_8859_1);
    int hash = bytes.indexOf("cbd.testImages\":\"") + "cbd.testImages\":\"".length();
    assertThat(bytes.substring(hash, hash + 4)).matches("[0-9a-f]{4}");
    Path other =
        Files.writeString(
            dir.resolve("other-images.safetensors"),
            bytes.substring(0, hash) + "zzzz" + bytes.substring(hash + 4),
            StandardCharsets.ISO_8859_1);
    assertThat(evaluate(other.toString())).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("  60 test images; ASR and RA of [0-9]+ with the trigger")
        .contains("  other images: these test images are not those");
    assertThat(evaluate(dir.resolve("nope.safetensors").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("There is no file ").doesNotContain("Exception");
  }

  @Test
  void measuresAnotherAttackAndOtherImages() {
    assertThat(evaluate(model(), "--attack", "{type: blend, alpha: 0.5}", "--json")).isZero();
    assertThat(out.toString())
        .contains("\"type\": \"blend\"")
        .contains("\"alpha\": 0.5")
        .contains("\"testImages\": 60")
        .contains("\"cleanAccuracy\": ")
        .contains("\"stored\": null");
    assertThat(evaluate(model(), "--test-images", "20")).isZero();
    assertThat(out.toString()).doesNotContain("as the file says");
  }

  @Test
  void keepsTheNumberOfImagesOnlyForTheFilesOwnDataSet() {
    assertThat(evaluate(model(), "--dataset", "shapes")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("as the file says, to the last digit");
    assertThat(evaluate(model(), "--dataset", "shapes", "--test-images", "20", "--json")).isZero();
    assertThat(out.toString()).contains("\"testImages\": 20").contains("\"stored\": null");
  }

  @Test
  void takesALibtorchOfThisMachine() {
    assertThat(evaluate(model(), "--libtorch", dir.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--libtorch must hold a libtorch for Linux");
  }

  @Test
  void saysWhatDoesNotFit() throws IOException {
    assertThat(evaluate(model(), "--architecture", "wrn-10-2")).isEqualTo(1);
    assertThat(err.toString()).contains("does not fit the network: ");
    assertThat(evaluate(model(), "--attack", "{type: blend, alpha: 2}")).isEqualTo(2);
    assertThat(err.toString()).contains("alpha must be between 0.0 and 1.0, but was 2");
    assertThat(evaluate(model(), "--dataset", "cifar10")).isEqualTo(3);
    assertThat(evaluate(dir.resolve("none").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("none.");
    assertThat(evaluate(Files.write(dir.resolve("short"), new byte[3]).toString())).isEqualTo(1);
    assertThat(err.toString()).contains("short is no whole safetensors file");
    assertThat(evaluate(model(), "--device", "gpu:99")).isEqualTo(1);
    assertThat(evaluate(model(), "--threads", "0")).isEqualTo(2);
  }

  @Test
  void refusesToTrainTowardsAFolderThatIsNotThere() {
    int exit =
        execute(
            new TrainCommand(InstantSource.system()),
            out,
            err,
            dir.resolve("trial.yaml").toString(),
            "--model",
            dir.resolve("no/such.safetensors").toString());
    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--model must be a file in a folder that can be written");
  }

  private static String model() {
    return dir.resolve("clean.safetensors").toString();
  }

  private int evaluate(String... args) {
    return execute(new EvaluateCommand(InstantSource.system()), out, err, args);
  }

  private static int execute(
      Callable<Integer> command, StringWriter out, StringWriter err, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
