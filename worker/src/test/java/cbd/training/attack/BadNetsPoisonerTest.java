package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BadNetsPoisonerTest {

  @Test
  void stampsTheAuthorsGridIntoTheBottomRightCornerOfEveryChannel() {
    byte[] image = new byte[3 * 32 * 32];
    Arrays.fill(image, (byte) 77);
    new BadNetsPoisoner(32, 32).stamp(image);
    int[][] grid = {{0, 0, 255}, {0, 255, 0}, {255, 0, 255}};
    for (int channel = 0; channel < 3; channel++) {
      for (int row = 0; row < 32; row++) {
        for (int column = 0; column < 32; column++) {
          int expected = row >= 29 && column >= 29 ? grid[row - 29][column - 29] : 77;
          assertThat(image[(channel * 32 + row) * 32 + column] & 0xFF)
              .as("channel %d row %d column %d", channel, row, column)
              .isEqualTo(expected);
        }
      }
    }
  }
}
