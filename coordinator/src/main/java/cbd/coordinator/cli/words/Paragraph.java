package cbd.coordinator.cli.words;

import java.util.ArrayList;
import java.util.List;

/** Prose in lines. */
public final class Paragraph {
  private static final int WIDTH = 96;

  private Paragraph() {}

  /** Broken between words, each line as full as it can be. */
  public static List<String> lines(String text) {
    return lines(text, WIDTH);
  }

  /** The same for another width; a word that is longer has a line of its own. */
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
