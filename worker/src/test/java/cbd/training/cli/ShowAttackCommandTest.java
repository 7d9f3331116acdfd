package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShowAttackCommandTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void drawsEachImageCleanTriggeredAndWhatChanged() throws IOException {
    BufferedImage sheet = sheet("badnets", "--images", "2", "--scale", "4", "--gain", "1");
    // Two sections of three panels of 128 pixels with gaps of 6, margins of 18.
    assertThat(sheet.getWidth()).isEqualTo(18 + 2 * (3 * 128 + 2 * 6 + 18));
    int row = firstRowOf(sheet);
    int clean = 18;
    int triggered = clean + 128 + 6;
    int change = triggered + 128 + 6;
    // Away from the patch nothing changed.
    assertThat(sheet.getRGB(triggered + 40, row + 40))
        .isEqualTo(sheet.getRGB(clean + 40, row + 40));
    assertThat(sheet.getRGB(change + 40, row + 40) & 0xFFFFFF).isEqualTo(0x808080);
    // The corner of the grid is white; above it black; each pixel is four wide and high.
    assertThat(sheet.getRGB(triggered + 127, row + 127) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(sheet.getRGB(triggered + 124, row + 124) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(sheet.getRGB(triggered + 127, row + 123) & 0xFFFFFF).isZero();
    int before = sheet.getRGB(clean + 127, row + 127) & 0xFF;
    assertThat(sheet.getRGB(change + 127, row + 127) & 0xFF)
        .isEqualTo(Math.min(255, 128 + 255 - before));
  }

  @Test
  void reportsWhatTheAttackChanged() throws IOException {
    sheet("{type: badnets, poisonRate: 0.2, adaptive: {crossRatio: 0.5}}");
    assertThat(out.toString())
        .startsWith("attack   {type: badnets, poisonRate: 0.2, adaptive: {crossRatio: 0.5}}")
        .contains("poisoned 40 of 200 training images: pixels changed in 40, label changed in ")
        .contains("cross    20 training images with a wrong trigger and their true label")
        .contains("trigger  largest change 210 of 255, mean L2 693.7, mean SSIM 0.981")
        .contains("success  is counted on 90 of 100 test images, none of which is of the class");
  }

  @Test
  void addsASectionForWrongTriggers() throws IOException {
    int two = sheet("wanet", "--scale", "1", "--gain", "10").getWidth();
    int three = sheet("{type: wanet, noiseRatio: 2}", "--scale", "1", "--gain", "10").getWidth();
    // Six pixels of each of the letters of "change x10" are wider than the image.
    assertThat(two).isEqualTo(18 + 2 * (3 * 60 + 2 * 6 + 18));
    assertThat(three).isEqualTo(18 + 3 * (3 * 60 + 2 * 6 + 18));
  }

  @Test
  void choosesTheLargestGainThatCutsOffHardlyAnything() throws IOException {
    // The change of SIG is at most 20 grey levels: 127 / 20.
    BufferedImage fitted = sheet("sig");
    BufferedImage given = sheet("sig", "--gain", "6");
    assertThat(fitted.getRaster().getPixels(0, 0, 400, 400, (int[]) null))
        .isEqualTo(given.getRaster().getPixels(0, 0, 400, 400, (int[]) null));
  }

  @Test
  void tellsOfAnAttackersTrainingAndFindsItAgainAmongTheStages() throws IOException {
    String stages = dir.resolve("stages").toString();
    String attack =
        "{type: trojan, watermark: {type: generated, images: 40, model: wrn-10-1, epochs: 2,"
            + " batchSize: 20, steps: 5}}";
    sheet(attack, "--stages", stages);
    assertThat(err.toString())
        .contains("The attacker trains: epoch 1 of 2.")
        .contains("The attacker trains: epoch 2 of 2.");
    err.getBuffer().setLength(0);
    sheet(attack, "--stages", stages);
    assertThat(err.toString()).isEmpty();
    assertThat(execute(trial(attack), "--device", "gpu:99")).isEqualTo(2);
    assertThat(err.toString()).contains("--device must be one that libtorch sees");
  }

  @Test
  void findsWhatATrialLeftAmongTheStages() throws IOException {
    String stages = dir.resolve("stages").toString();
    String attack =
        "{type: trojan, watermark: {type: generated, images: 40, model: wrn-10-1, epochs: 1,"
            + " batchSize: 20, steps: 5}}";
    Path file = Path.of(trial(attack));
    Files.writeString(
        file, Files.readString(file) + "model: wrn-10-1\ntraining: {epochs: 1, batchSize: 50}\n");
    int exit =
        new CommandLine(new TrainCommand(InstantSource.system()))
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(file.toString(), "--stages", stages);
    assertThat(exit).isZero();
    sheet(attack, "--stages", stages);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesWhatMakesNoSense() throws IOException {
    assertThat(execute("badnet", "--dataset", "shapes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("attack must be one of badnets, ")
        .contains("did you mean badnets?");
    assertThat(execute("{type: sig, deltaTrian: 40}", "--dataset", "shapes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("attack.deltaTrian is not a setting of sig; did you mean deltaTrain?");
    assertThat(execute("{type: badnets, patchSize: 40}", "--dataset", "shapes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("attack.patchSize must leave room in an image of 32 x 32 pixels");
    assertThat(execute("badnets")).isEqualTo(2);
    assertThat(err.toString()).contains("--dataset must name the data set to poison");
    assertThat(execute(trial("badnets"), "--dataset", "shapes")).isEqualTo(2);
    assertThat(err.toString()).contains("--dataset must be left out");
    assertThat(execute("badnets", "--dataset", "shapes", "--images", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--images must be between 1 and 100, but was 0");
    assertThat(execute(trial("{type: badnets, poisonRate: 0.001}"))).isEqualTo(2);
    assertThat(err.toString()).contains("training images is not one image");
    assertThat(dir.resolve("sheet.png")).doesNotExist();
  }

  @Test
  void tellsMissingDataFromWrongSettings() {
    assertThat(execute("badnets", "--dataset", "cifar10", "--data", dir.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("CIFAR-10");
  }

  @Test
  void tellsWhenTheSheetCannotBeWritten() throws IOException {
    String file = dir.resolve("no/such/folder.png").toString();
    assertThat(execute(trial("badnets"), "--out", file)).isEqualTo(1);
    assertThat(err.toString()).contains("The sheet could not be written");
  }

  private BufferedImage sheet(String attack, String... options) throws IOException {
    Path file = dir.resolve("sheet.png");
    String[] all = new String[options.length + 3];
    all[0] = trial(attack);
    all[1] = "--out";
    all[2] = file.toString();
    System.arraycopy(options, 0, all, 3, options.length);
    assertThat(execute(all)).as(err.toString()).isZero();
    return ImageIO.read(file.toFile());
  }

  /**
   * Below the heading the first pixel that is neither paper nor ink in the first panel's column.
   */
  private static int firstRowOf(BufferedImage sheet) {
    for (int y = 0; y < sheet.getHeight(); y++) {
      int rgb = sheet.getRGB(18 + 2 * 134 + 1, y) & 0xFFFFFF;
      if (rgb == 0x808080) {
        return y;
      }
    }
    throw new AssertionError("no change panel");
  }

  private String trial(String attack) throws IOException {
    Path file = dir.resolve("trial.yaml");
    Files.writeString(
        file,
        """
        dataset: shapes
        trainImages: 200
        testImages: 100
        defense: none
        attack: %s
        """
            .formatted(attack));
    return file.toString();
  }

  private int execute(String... arguments) {
    CommandLine command = new CommandLine(new ShowAttackCommand(InstantSource.system()));
    command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return command.execute(arguments);
  }
}
