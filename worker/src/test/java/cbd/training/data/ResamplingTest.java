package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResamplingTest {

  @ParameterizedTest
  @MethodSource("golden")
  void agreesWithPillowToTheLastBit(String line) throws IOException {
    String[] words = line.split(" ", -1);
    Picture picture = picture(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    int third = Integer.parseInt(words[3]);
    int fourth = Integer.parseInt(words[4]);
    Picture made =
        words[0].equals("resize")
            ? Resampling.resize(picture, third, fourth)
            : Resampling.centre(picture, third, fourth);

    assertThat(Digest.hex(made.rgb())).isEqualTo(words[5]);
  }

  static List<String> golden() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    ResamplingTest.class.getResourceAsStream("pillow-resize.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  @Test
  void aPictureOfTheRightSizeIsLeftAlone() throws IOException {
    Picture picture = picture(32, 32);
    assertThat(Resampling.resize(picture, 32, 32)).isSameAs(picture);
  }

  /** The formula of the generating Python. */
  private static Picture picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    int next = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[next++] = (byte) ((x * x + 3 * y * y + x * y) / 7 + 97 * c * (x + y));
        }
      }
    }
    return new Picture(width, height, rgb);
  }
}
