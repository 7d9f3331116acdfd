package cbd.training.cli;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Letters of 5×7 pixels, drawn without the fonts of a machine, which a server may not have.
 *
 * <p>Printable ASCII; anything else is a question mark.
 */
final class Glyphs {
  /** Pixels from one letter to the next, at scale 1. */
  static final int ADVANCE = 6;

  /** Pixels from one line to the next, at scale 1. */
  static final int LINE = 10;

  private static final int COLUMNS = 5;
  private static final int ROWS = 8;
  private static final char FIRST = ' ';

  /** Five columns a letter from the space on, two hexadecimal digits each, lowest bit on top. */
  private static final String FONT =
      "0000000000 00005F0000 0007000700 147F147F14 242A7F2A12 2313086462 3649562050 0008070300"
          + " 001C224100 0041221C00 2A1C7F1C2A 08083E0808 0080703000 0808080808 0000606000"
          + " 2010080402 3E5149453E 00427F4000 7249494946 2141494D33 1814127F10 2745454539"
          + " 3C4A494931 4121110907 3649494936 464949291E 0000140000 0040340000 0008142241"
          + " 1414141414 0041221408 0201590906 3E415D594E 7C1211127C 7F49494936 3E41414122"
          + " 7F4141413E 7F49494941 7F09090901 3E41415173 7F0808087F 00417F4100 2040413F01"
          + " 7F08142241 7F40404040 7F021C027F 7F0408107F 3E4141413E 7F09090906 3E4151215E"
          + " 7F09192946 2649494932 03017F0103 3F4040403F 1F2040201F 3F4038403F 6314081463"
          + " 0304780403 6159494D43 007F414141 0204081020 004141417F 0402010204 4040404040"
          + " 0003070800 2054547840 7F28444438 3844444428 384444287F 3854545418 00087E0902"
          + " 18A4A49C78 7F08040478 00447D4000 2040403D00 7F10284400 00417F4000 7C04780478"
          + " 7C08040478 3844444438 FC18242418 18242418FC 7C08040408 4854545424 04043F4424"
          + " 3C4040207C 1C2040201C 3C4030403C 4428102844 4C9090907C 4464544C44 0008364100"
          + " 0000770000 0041360800 0201020402";

  private static final String[] LETTERS = FONT.split(" ", -1);

  private Glyphs() {}

  /** Pixels that a text is wide. */
  static int width(String text, int scale) {
    return text.length() * ADVANCE * scale;
  }

  /**
   * Breaks a text into lines that fit: at spaces, and within a word that is wider than a line.
   *
   * @param room pixels that a line may be wide, at least one letter's
   * @param scale pixels of the picture to a pixel of a letter
   * @return at least one line
   */
  static List<String> wrapped(String text, int room, int scale) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, scale) > room && !line.isEmpty()) {
        lines.add(line);
        longer = word;
      }
      line = longer;
      while (width(line, scale) > room) {
        int letters = room / (ADVANCE * scale);
        lines.add(line.substring(0, letters));
        line = line.substring(letters);
      }
    }
    lines.add(line);
    return lines;
  }

  /**
   * Draws a text on one line.
   *
   * @param x left edge, pixels
   * @param y upper edge, pixels
   * @param scale pixels of the picture to a pixel of a letter
   * @param rgb colour
   */
  static void draw(BufferedImage picture, String text, int x, int y, int scale, int rgb) {
    for (int i = 0; i < text.length(); i++) {
      int left = x + i * ADVANCE * scale;
      for (int column = 0; column < COLUMNS; column++) {
        int bits = column(text.charAt(i), column);
        for (int row = 0; row < ROWS; row++) {
          if ((bits >> row & 1) == 1) {
            fill(picture, left + column * scale, y + row * scale, scale, rgb);
          }
        }
      }
    }
  }

  private static int column(char letter, int column) {
    int index = letter - FIRST;
    String columns = LETTERS[index >= 0 && index < LETTERS.length ? index : '?' - FIRST];
    return Integer.parseInt(columns.substring(2 * column, 2 * column + 2), 16);
  }

  private static void fill(BufferedImage picture, int x, int y, int side, int rgb) {
    for (int down = y; down < Math.min(y + side, picture.getHeight()); down++) {
      for (int right = x; right < Math.min(x + side, picture.getWidth()); right++) {
        picture.setRGB(right, down, rgb);
      }
    }
  }
}
