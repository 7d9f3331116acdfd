package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Attack.Trojan.Overflow;
import cbd.domain.LabelMapping;
import cbd.training.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrojanPoisonerTest {

  @Test
  void pastesTheTruncatedWatermark() {
    assertThat(stamped(Overflow.REPLACE, 128, 32))
        .containsExactly(
            "R25: 207 175 29",
            "R26: 79 137 248",
            "R27: 131 6 246",
            "G25: 131 243 232",
            "G26: 8 0 113",
            "G27: 40 145 250",
            "B25: 181 120 179",
            "B26: 126 32 146",
            "B27: 4 61 246");
  }

  @Test
  void addsModulo256AsTheAuthorsCodeDoes() {
    assertThat(stamped(Overflow.WRAP, 0, 32).get(0)).isEqualTo("R25: 207 175 29");
    assertThat(stamped(Overflow.WRAP, 128, 32))
        .containsExactly(
            "R25: 79 47 157",
            "R26: 207 9 120",
            "R27: 3 134 118",
            "G25: 3 115 104",
            "G26: 136 128 241",
            "G27: 168 17 122",
            "B25: 53 248 51",
            "B26: 254 160 18",
            "B27: 132 189 118");
  }

  @Test
  void addsUpTo255() {
    assertThat(stamped(Overflow.CLIP, 128, 32))
        .startsWith("R25: 255 255 157", "R26: 207 255 255")
        .endsWith("B27: 132 189 255");
  }

  @Test
  void growsWithTheImage() {
    List<String> rows = stamped(Overflow.REPLACE, 128, 224);
    // Seven times as large: rows and columns 175 to 195.
    assertThat(rows).hasSize(63);
    assertThat(rows.get(0)).startsWith("R175: 207 207 207 207 207 207 207 175").endsWith("29");
    assertThat(stamped(Overflow.REPLACE, 128, 28).get(0)).startsWith("R21: ");
  }

  /** The changed pixels, {@code channel row: values …}. */
  private static List<String> stamped(Overflow overflow, int grey, int side) {
    byte[] image = new byte[3 * side * side];
    Arrays.fill(image, (byte) grey);
    byte[] before = image.clone();
    Attack.Trojan attack =
        new Attack.Trojan(0.1, new LabelMapping.AllToOne(0), overflow, Adaptive.NOT);
    new TrojanPoisoner(attack, side, side).stamp(image, Split.TRAIN, 0);
    int scale = Math.max(1, (side + 16) / 32);
    int first = side - 7 * scale;
    List<String> rows = new ArrayList<>();
    for (int channel = 0; channel < 3; channel++) {
      for (int row = first; row < first + 3 * scale; row++) {
        StringBuilder values = new StringBuilder();
        for (int column = first; column < first + 3 * scale; column++) {
          int at = (channel * side + row) * side + column;
          values.append(' ').append(image[at] & 0xFF);
          image[at] = before[at];
        }
        rows.add("RGB".charAt(channel) + "" + row + ":" + values);
      }
    }
    assertThat(image).isEqualTo(before);
    return rows;
  }
}
