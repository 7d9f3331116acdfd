package cbd.metrics;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the combinations of some labels' words at a number: whatever comes when there is no room
 * left is called {@code other}, however many such there are. First come, first served. Thread-safe.
 */
public final class LabelCap {
  /** What finds no room. */
  public static final String OTHER = "other";

  private final int room;
  private final Runnable onOther;
  private final Set<List<String>> known = new HashSet<>();

  /**
   * @param room for combinations, the one of others not counted
   * @param onOther called whenever something is called other
   */
  public LabelCap(int room, Runnable onOther) {
    this.room = room;
    this.onOther = onOther;
  }

  /** The words, or as many times {@code other}. */
  public String[] of(String... words) {
    if (isKnown(List.of(words))) {
      return words;
    }
    onOther.run();
    String[] others = new String[words.length];
    Arrays.fill(others, OTHER);
    return others;
  }

  private synchronized boolean isKnown(List<String> words) {
    if (known.size() < room) {
      known.add(words);
    }
    return known.contains(words);
  }
}
