package cbd.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.cli.AttackSheet.Exhibit;
import cbd.training.cli.AttackSheet.Section;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackSheetTest {
  private static final int SIDE = 32;
  private static final int MARGIN = 18;
  private static final int PAPER = 0xE4E6EA;
  private static final int INK = 0x202020;
  private static final String LONG =
      "#12345 end of no overtaking for lorries -> right of way at the next crossing";
  private static final String LONGER_THAN_ANY_LINE = "n01440764_" + "tench".repeat(30);
  private static final List<String> HEADS = List.of("clean", "triggered", "change x255");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void keepsEveryTextWithinItsSection(int scale) {
    AttackSheet sheet = new AttackSheet(SIDE, SIDE, scale, 255);
    BufferedImage drawn = sheet.draw(List.of(), sections(LONG, LONGER_THAN_ANY_LINE));
    int gutter = MARGIN + sheet.sectionWidth();
    assertThat(drawn.getWidth()).isEqualTo(2 * gutter + MARGIN);
    for (int left : new int[] {0, gutter, 2 * gutter}) {
      for (int x = left; x < left + MARGIN; x++) {
        assertThat(column(drawn, x)).as("column " + x).containsOnly(PAPER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void losesNoLetterOfALongCaption(int scale) {
    AttackSheet sheet = new AttackSheet(SIDE, SIDE, scale, 255);
    BufferedImage drawn = sheet.draw(List.of(), sections(LONG, LONGER_THAN_ANY_LINE));
    int letters = SIDE * scale >= 120 ? 2 : 1;
    long ofOneSection =
        ink("title", letters)
            + HEADS.stream().mapToLong(head -> ink(head, letters)).sum()
            + ink(LONG, letters)
            + ink(LONGER_THAN_ANY_LINE, letters);
    assertThat(pixels(drawn).filter(rgb -> rgb == INK).count()).isEqualTo(2 * ofOneSection);
  }

  @Test
  void breaksLinesAtSpacesAndWordsOnlyWhenTheyMust() {
    assertThat(Glyphs.wrapped("stop -> no entry", 10 * Glyphs.ADVANCE, 1))
        .containsExactly("stop -> no", "entry");
    assertThat(Glyphs.wrapped("a chimpanzee", 5 * Glyphs.ADVANCE, 1))
        .containsExactly("a", "chimp", "anzee");
    assertThat(Glyphs.wrapped("", 5 * Glyphs.ADVANCE, 1)).containsExactly("");
  }

  /** Twice the same section, with a row for each caption. */
  private static List<Section> sections(String... captions) {
    byte[] black = new byte[3 * SIDE * SIDE];
    List<Exhibit> exhibits =
        List.of(captions).stream().map(caption -> new Exhibit(black, black, caption)).toList();
    return List.of(new Section("title", exhibits), new Section("title", exhibits));
  }

  private static long ink(String text, int letters) {
    BufferedImage alone =
        new BufferedImage(
            Glyphs.width(text, letters), Glyphs.LINE * letters, BufferedImage.TYPE_INT_RGB);
    Glyphs.draw(alone, text, 0, 0, letters, INK);
    return pixels(alone).filter(rgb -> rgb == INK).count();
  }

  private static IntStream pixels(BufferedImage picture) {
    return IntStream.range(0, picture.getWidth()).flatMap(x -> column(picture, x));
  }

  private static IntStream column(BufferedImage picture, int x) {
    return IntStream.range(0, picture.getHeight()).map(y -> picture.getRGB(x, y) & 0xFFFFFF);
  }
}
