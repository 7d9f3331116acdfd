package cbd.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code cbd/metrics.txt}: every metric of cbd, with what its labels may say.
 *
 * @param metrics in the file's order
 * @param budgets most series that a process of each role exports
 * @param sets what labels may say, by the set's name
 */
public record Contract(
    List<Metric> metrics, Map<String, Integer> budgets, Map<String, LabelSet> sets) {
  private static final Contract PUBLISHED = read();

  public Contract {
    metrics = List.copyOf(metrics);
    budgets = Map.copyOf(budgets);
    sets = Map.copyOf(sets);
  }

  /**
   * One metric.
   *
   * @param role {@code coordinator} or {@code worker}
   * @param name as it is scraped; a histogram's without a suffix
   * @param type {@code gauge}, {@code counter}, {@code histogram} or {@code info}
   * @param labels each with the name of its set, in the order of the file
   * @param unit such as {@code seconds}
   * @param owner the package that sets it
   * @param isUsed whether a dashboard or an alert must use it
   * @param help a sentence
   */
  public record Metric(
      String role,
      String name,
      String type,
      List<Label> labels,
      String unit,
      String owner,
      boolean isUsed,
      String help) {
    public Metric {
      labels = List.copyOf(labels);
    }

    /** Without the suffix that its type adds. */
    public String stem() {
      return switch (type) {
        case "counter" -> name.substring(0, name.length() - "_total".length());
        case "info" -> name.substring(0, name.length() - "_info".length());
        default -> name;
      };
    }

    public List<String> labelNames() {
      return labels.stream().map(Label::name).toList();
    }
  }

  /**
   * A label of a metric.
   *
   * @param set the name of what it may say
   */
  public record Label(String name, String set) {}

  /**
   * What a label may say.
   *
   * @param words that are known
   * @param others how many further ones there may be
   */
  public record LabelSet(List<String> words, int others) {
    public LabelSet {
      words = List.copyOf(words);
    }

    /** How many words there may be. */
    public int size() {
      return words.size() + others;
    }
  }

  /** The one that this cbd keeps. */
  public static Contract published() {
    return PUBLISHED;
  }

  private static Contract read() {
    try (InputStream in = Contract.class.getResourceAsStream("/cbd/metrics.txt")) {
      if (in == null) {
        throw new IllegalStateException("cbd/metrics.txt is missing: this cbd is incomplete");
      }
      return ContractText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The metrics of a role. */
  public List<Metric> of(String role) {
    return metrics.stream().filter(metric -> metric.role().equals(role)).toList();
  }

  /** One metric; empty when there is none of this name. */
  public Optional<Metric> find(String name) {
    return metrics.stream().filter(metric -> metric.name().equals(name)).findFirst();
  }

  /** What a label may say. */
  public LabelSet set(Label label) {
    LabelSet set = sets.get(label.set());
    if (set == null) {
      throw new IllegalStateException("there is no set " + label.set());
    }
    return set;
  }

  /** The words of a set that are known. */
  public List<String> words(String set) {
    return set(new Label("", set)).words();
  }

  /** Most series that a process of a role exports. */
  public int budget(String role) {
    Integer budget = budgets.get(role);
    if (budget == null) {
      throw new IllegalArgumentException("there is no budget of role " + role);
    }
    return budget;
  }
}
