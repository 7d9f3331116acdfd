package cbd.metrics;

import cbd.metrics.Contract.Label;
import cbd.metrics.Contract.LabelSet;
import cbd.metrics.Contract.Metric;
import cbd.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the contract's text; its head says how it is written. */
final class ContractText {
  private static final Set<String> TYPES = Set.of("gauge", "counter", "histogram", "info");
  private static final Set<String> USES = Set.of("used", "internal");
  private static final int COLUMNS = 7;

  private final Map<String, Integer> budgets = new LinkedHashMap<>();
  private final Map<String, LabelSet> sets = new LinkedHashMap<>();
  private final List<Metric> metrics = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ContractText() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when a line is not as the head says
   */
  static Contract parse(String text) {
    ContractText reading = new ContractText();
    List<String> lines =
        text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      List<String> words = List.of(line.strip().split("\\s+", -1));
      if (words.get(0).equals("budget")) {
        reading.budgets.put(words.get(1), Integer.valueOf(words.get(2)));
      } else if (words.get(0).equals("set")) {
        reading.sets.put(words.get(1), set(words.subList(2, words.size())));
      } else {
        i++;
        reading.metric(words, i < lines.size() ? lines.get(i) : "");
      }
    }
    return new Contract(reading.metrics, reading.budgets, reading.sets);
  }

  private void metric(List<String> words, String help) {
    if (words.size() != COLUMNS || !help.startsWith("  ") || !help.endsWith(".")) {
      throw new IllegalArgumentException(
          "a metric has " + COLUMNS + " words and a sentence below, but: " + words + help);
    }
    Metric metric =
        new Metric(
            words.get(0),
            words.get(1),
            words.get(2),
            labels(words.get(3)),
            words.get(4),
            words.get(5),
            words.get(6).equals("used"),
            help.strip());
    boolean fits =
        TYPES.contains(metric.type())
            && USES.contains(words.get(6))
            && metric.name().endsWith("_total") == metric.type().equals("counter")
            && metric.name().endsWith("_info") == metric.type().equals("info")
            && sets.keySet().containsAll(metric.labels().stream().map(Label::set).toList());
    if (!fits || !names.add(metric.name())) {
      throw new IllegalArgumentException(
          "not a type, a use, a name that fits the type and stands once, or not a set: " + metric);
    }
    metrics.add(metric);
  }

  private static List<Label> labels(String text) {
    return text.equals("-")
        ? List.of()
        : Arrays.stream(text.split(",", -1))
            .map(label -> label.split("=", -1))
            .map(pair -> new Label(pair[0], pair[1]))
            .toList();
  }

  private static LabelSet set(List<String> words) {
    Set<String> known = new LinkedHashSet<>();
    int others = 0;
    for (String word : words) {
      if (word.startsWith("at-most:")) {
        others += Integer.parseInt(word.substring("at-most:".length()));
      } else if (word.startsWith("enum:") || word.startsWith("records:")) {
        known.addAll(wordsOf(word.substring(word.indexOf(':') + 1)));
      } else {
        known.add(word);
      }
    }
    return new LabelSet(List.copyOf(known), others);
  }

  private static List<String> wordsOf(String name) {
    try {
      Class<?> type = Class.forName(name);
      return type.isEnum()
          ? Stream.of(type.getEnumConstants()).map(each -> Words.of((Enum<?>) each)).toList()
          : Stream.of(type.getPermittedSubclasses()).map(Words::of).toList();
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("there is no type " + name, e);
    }
  }
}
