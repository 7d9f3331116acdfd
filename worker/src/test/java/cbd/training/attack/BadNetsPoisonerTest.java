package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.BadNets.Pattern;
import cbd.domain.LabelMapping;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BadNetsPoisonerTest {
  private static final byte GREY = 77;

  @Test
  void stampsTheAuthorsGridIntoTheBottomRightCornerOfEveryChannel() {
    assertThat(stamped(Pattern.GRID, 0, 32))
        .containsExactly("29: 29=0 30=0 31=255", "30: 29=0 30=255 31=0", "31: 29=255 30=0 31=255");
  }

  @Test
  void stampsAWhiteSquareOnePixelAwayFromTheEdge() {
    assertThat(stamped(Pattern.SQUARE, 0, 32))
        .containsExactly(
            "28: 28=255 29=255 30=255", "29: 28=255 29=255 30=255", "30: 28=255 29=255 30=255");
  }

  @Test
  void stampsAGridIntoEveryCorner() {
    assertThat(stamped(Pattern.FOUR_CORNER, 0, 32))
        .containsExactly(
            "1: 1=255 2=0 3=255 29=255 30=0 31=255",
            "2: 1=0 2=255 3=0 29=0 30=255 31=0",
            "3: 1=255 2=0 3=0 29=0 30=0 31=255",
            "29: 1=255 2=0 3=0 29=0 30=0 31=255",
            "30: 1=0 2=255 3=0 29=0 30=255 31=0",
            "31: 1=255 2=0 3=255 29=255 30=0 31=255");
  }

  @Test
  void growsWithTheImage() {
    assertThat(stamped(Pattern.GRID, 0, 28)).hasSize(3);
    assertThat(stamped(Pattern.GRID, 0, 64)).hasSize(6);
    List<String> rows = stamped(Pattern.GRID, 0, 224);
    assertThat(rows).hasSize(21);
    // Cells of 7 pixels: black, black, white in the first row of cells.
    assertThat(rows.get(6))
        .startsWith("209: 203=0 204=0")
        .contains(" 216=0 217=255 ")
        .endsWith("223=255");
    assertThat(stamped(Pattern.SQUARE, 0, 224).get(0)).startsWith("196: 196=255");
    assertThat(stamped(Pattern.GRID, 5, 32)).hasSize(5);
  }

  @Test
  void stampsTheWholePatternElsewhereWhenItIsToBeWrong() {
    BadNetsPoisoner poisoner = new BadNetsPoisoner(attack(Pattern.GRID, 0), 32, 32);
    byte[] right = grey(32);
    poisoner.stamp(right, Split.TRAIN, 0);
    for (int i = 0; i < 2000; i++) {
      byte[] wrong = grey(32);
      poisoner.stampWrong(wrong, i, SplitMix.at(1, "wrong", i));
      assertThat(wrong).isNotEqualTo(right);
      int white = 0;
      int black = 0;
      for (byte pixel : wrong) {
        white += pixel == (byte) 255 ? 1 : 0;
        black += pixel == 0 ? 1 : 0;
      }
      assertThat(List.of(white, black)).containsExactly(12, 15);
    }
  }

  @Test
  void refusesAPatchThatDoesNotFit() {
    assertThatThrownBy(() -> new BadNetsPoisoner(attack(Pattern.FOUR_CORNER, 15), 32, 32))
        .hasMessage(
            "attack.patchSize must leave room in an image of 32 x 32 pixels, but a patch of 15"
                + " needs 35");
    assertThatThrownBy(() -> attack(Pattern.GRID, 2))
        .hasMessage("patchSize must be 0 or at least 3, the cells of a side, but was 2");
  }

  private static Attack.BadNets attack(Pattern pattern, int patchSize) {
    return new Attack.BadNets(0.1, new LabelMapping.AllToOne(0), pattern, patchSize, Adaptive.NOT);
  }

  private static byte[] grey(int side) {
    byte[] image = new byte[3 * side * side];
    Arrays.fill(image, GREY);
    return image;
  }

  /** The changed pixels by rows, {@code row: column=value …}; the same in all channels. */
  private static List<String> stamped(Pattern pattern, int patchSize, int side) {
    byte[] image = grey(side);
    new BadNetsPoisoner(attack(pattern, patchSize), side, side).stamp(image, Split.TEST, 0);
    int plane = side * side;
    assertThat(Arrays.copyOfRange(image, plane, 2 * plane))
        .isEqualTo(Arrays.copyOf(image, plane))
        .isEqualTo(Arrays.copyOfRange(image, 2 * plane, 3 * plane));
    List<String> rows = new ArrayList<>();
    for (int row = 0; row < side; row++) {
      StringBuilder changed = new StringBuilder();
      for (int column = 0; column < side; column++) {
        int value = image[row * side + column] & 0xFF;
        if (value != GREY) {
          changed.append(' ').append(column).append('=').append(value);
        }
      }
      if (changed.length() > 0) {
        rows.add(row + ":" + changed);
      }
    }
    return rows;
  }
}
