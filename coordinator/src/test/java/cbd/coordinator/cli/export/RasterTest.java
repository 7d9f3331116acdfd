package cbd.coordinator.cli.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RasterTest {
  private static final String FIGURE =
      ScatterPlot.svg(
          Boards.of(
              Boards.cell("badnets", "none", "", 0.9, 1.0),
              Boards.cell("badnets", "cbd", "", 0.8, 0.03)));

  @TempDir private Path folder;

  @Test
  void drawsTheSameFigureTwiceAsLarge() throws IOException {
    Path file = folder.resolve("figure.png");
    @Nullable String missing = Raster.png(FIGURE, file);
    assumeTrue(missing == null, "no picture: " + missing);

    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(1800);
    assertThat(picture.getRGB(2, 2) & 0xffffff).as("the ground").isEqualTo(0xffffff);
    // CA 90 % is at 390 when the axis begins at 70 %, ASR 100 % at 50; see ScatterPlotTest.
    assertThat(picture.getRGB(780, 104) & 0xffffff).as("the first mark").isEqualTo(0x0072b2);
    assertThat(dark(picture)).as("letters").isGreaterThan(1000);
  }

  /** Pixels that are nearly black, as only letters are. */
  private static long dark(BufferedImage picture) {
    long dark = 0;
    for (int x = 0; x < picture.getWidth(); x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        dark +=
            (picture.getRGB(x, y) & 0xff) < 60 && (picture.getRGB(x, y) & 0xff00) < 0x4000 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void saysThatAFileCannotBeWritten() {
    Path nowhere = folder.resolve("no").resolve("figure.png");
    assertThatThrownBy(
            () -> {
              @Nullable String missing = Raster.png(FIGURE, nowhere);
              assumeTrue(missing == null, "no picture: " + missing);
            })
        .isInstanceOf(IOException.class);
  }
}
