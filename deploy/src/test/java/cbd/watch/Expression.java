package cbd.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression names: metrics, labels, values. A reader of tokens, not of grammar;
 * whether an expression is one is for Prometheus to say, and tests ask it.
 *
 * @param text as written, with Grafana's variables in it
 * @param selectors in order
 * @param groupings labels after {@code by}, {@code on} and their like, in order
 * @param literals strings that are no condition, without quotes: what a function is told
 */
public record Expression(
    String text, List<Selector> selectors, List<Word> groupings, List<String> literals) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|\\$\\{?\\w+}?"
              + "|\\d[\\w.]*|[A-Za-z_:][\\w:]*|=~|!~|!=|==|>=|<=|\\S");
  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "Inf", "NaN");

  /** A piece of the text. */
  public record Word(String text, int start) {
    int end() {
      return start + text.length();
    }
  }

  /**
   * A condition on a label.
   *
   * @param value with its quotes
   */
  public record Match(Word label, String operator, Word value) {
    /** What stands between the quotes. */
    String plain() {
      return value.text().substring(1, value.text().length() - 1);
    }
  }

  /**
   * One read of series.
   *
   * @param range what stands in the brackets, empty for an instant
   * @param function the function that it is the first argument of, empty if none
   */
  public record Selector(Word metric, List<Match> matches, String range, String function) {}

  /** Reads one. */
  public static Expression of(String text) {
    return new Reader(text).read();
  }

  /** The names of all series that it reads. */
  List<String> metrics() {
    return selectors.stream().map(selector -> selector.metric().text()).distinct().toList();
  }

  private static final class Reader {
    private final String text;
    private final List<Word> words = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private final List<Word> groupings = new ArrayList<>();
    private final List<String> literals = new ArrayList<>();
    private int next = 0;

    Reader(String text) {
      this.text = text;
      Matcher matcher = TOKEN.matcher(text);
      while (matcher.find()) {
        words.add(new Word(matcher.group(), matcher.start()));
      }
    }

    Expression read() {
      while (next < words.size()) {
        Word word = words.get(next);
        next++;
        if (GROUPING.contains(word.text()) && at("(")) {
          groupings.addAll(names());
        } else if (isName(word) && !at("(") && !isKeyword(word)) {
          selectors.add(selector(word));
        } else if (word.text().startsWith("\"")) {
          literals.add(word.text().substring(1, word.text().length() - 1));
        }
      }
      return new Expression(
          text, List.copyOf(selectors), List.copyOf(groupings), List.copyOf(literals));
    }

    private boolean isKeyword(Word word) {
      // An aggregation may have its grouping before what it aggregates: sum by (job) (x).
      return OPERATORS.contains(word.text())
          || GROUPING.contains(word.text())
          || (next < words.size() && Set.of("by", "without").contains(words.get(next).text()));
    }

    private static boolean isName(Word word) {
      char first = word.text().charAt(0);
      return Character.isLetter(first) || first == '_' || first == ':';
    }

    private List<Word> names() {
      List<Word> names = new ArrayList<>();
      while (!at(")")) {
        if (isName(words.get(next))) {
          names.add(words.get(next));
        }
        next++;
      }
      return names;
    }

    private Selector selector(Word metric) {
      int before = next - 2;
      boolean called = before > 0 && words.get(before).text().equals("(");
      String function = called && isName(words.get(before - 1)) ? words.get(before - 1).text() : "";
      List<Match> matches = new ArrayList<>();
      if (at("{")) {
        next++;
        while (!at("}")) {
          if (at(",")) {
            next++;
          } else {
            matches.add(
                new Match(words.get(next), words.get(next + 1).text(), words.get(next + 2)));
            next += 3;
          }
        }
        next++;
      }
      return new Selector(metric, List.copyOf(matches), range(), function);
    }

    private String range() {
      if (!at("[")) {
        return "";
      }
      int start = words.get(next).end();
      while (!at("]")) {
        next++;
      }
      next++;
      return text.substring(start, words.get(next - 1).start());
    }

    private boolean at(String symbol) {
      return next < words.size() && words.get(next).text().equals(symbol);
    }
  }
}
