package cbd.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Guesses which word a person meant. */
public final class Nearest {
  /** What other programs call it, which looks like nothing here. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "lr",
          "learningRate",
          "seed",
          "repeat",
          "seeds",
          "repeat",
          "off",
          "none",
          "false",
          "none");

  private Nearest() {}

  /** The candidate that looks most like the word, if any does: at most a third of it is wrong. */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String bare = bare(word);
    String known = ELSEWHERE.get(bare);
    if (known != null && candidates.contains(known) && !candidates.contains(word)) {
      return Optional.of(known);
    }
    return candidates.stream()
        .filter(candidate -> distance(bare, bare(candidate)) <= Math.max(1, bare.length() / 3))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(bare, bare(candidate)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * The dotted path that looks most like another one: first among those that end otherwise, then
   * among all.
   */
  public static Optional<String> ofPaths(String path, Collection<String> paths) {
    String parent = path.substring(0, path.lastIndexOf('.') + 1);
    List<String> siblings =
        paths.stream()
            .filter(each -> each.startsWith(parent) && each.indexOf('.', parent.length()) < 0)
            .map(each -> each.substring(parent.length()))
            .toList();
    return of(path.substring(parent.length()), siblings)
        .map(parent::concat)
        .or(() -> of(path, paths));
  }

  /** {@code "; did you mean poisonRate?"}, or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates).map(found -> "; did you mean " + found + "?").orElse("");
  }

  /** Spelling habits set aside: {@code poison_rate} is {@code poisonRate}. */
  private static String bare(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  /** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
  static int distance(String a, String b) {
    // Words beyond any setting's length are nobody's typing error, and would cost their product.
    if (Math.abs(a.length() - b.length()) > 64) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
