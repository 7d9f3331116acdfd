package cbd.watch;

import cbd.metrics.Contract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Series that there may be: their names, labels, and what these may say. */
public final class Vocabulary {
  /** Of a label that may say anything. */
  private static final Set<String> ANYTHING = Set.of();

  private static final Pattern PLAIN = Pattern.compile("[\\w-]+(?:\\|[\\w-]+)*");

  /** What a label may say, by metric and label; empty if anything. */
  private final Map<String, Map<String, Set<String>>> series = new HashMap<>();

  private Vocabulary() {}

  /** What the contract promises, the rules record, and Prometheus and a JVM have by themselves. */
  public static Vocabulary promised() {
    Vocabulary all = new Vocabulary();
    for (Contract.Metric metric : Contract.published().metrics()) {
      for (String name : names(metric)) {
        metric.labels().forEach(label -> all.put(name, label.name(), words(label)));
        all.put(name, "job", Set.of("cbd-" + metric.role()));
        if (name.endsWith("_bucket")) {
          all.put(name, "le", ANYTHING);
        }
      }
    }
    Set<String> jobs = Set.of("cbd-coordinator", "cbd-worker");
    Map<String, String> others =
        Map.of(
            "up", "",
            "scrape_duration_seconds", "",
            "process_cpu_seconds_total", "",
            "jvm_memory_bytes_used", "area",
            "jvm_gc_collection_seconds_sum", "gc",
            "jvm_threads_current", "");
    others.forEach(
        (name, label) -> {
          all.put(name, "job", jobs);
          if (!label.isEmpty()) {
            all.put(name, label, label.equals("area") ? Set.of("heap", "nonheap") : ANYTHING);
          }
        });
    Rule.all().forEach(all::addRule);
    return all;
  }

  private static List<String> names(Contract.Metric metric) {
    return metric.type().equals("histogram")
        ? Stream.of("_bucket", "_sum", "_count").map(metric.name()::concat).toList()
        : List.of(metric.name());
  }

  private static Set<String> words(Contract.Label label) {
    Contract.LabelSet set = Contract.published().set(label);
    return set.others() > 0 ? ANYTHING : Set.copyOf(set.words());
  }

  private void addRule(Rule rule) {
    String name = rule.isAlert() ? "ALERTS" : rule.name();
    Expression expression = Expression.of(rule.expr());
    expression.groupings().forEach(label -> put(name, label.text(), ANYTHING));
    for (String metric : expression.metrics()) {
      series.getOrDefault(metric, Map.of()).keySet().forEach(label -> put(name, label, ANYTHING));
    }
    rule.labels().forEach((label, word) -> put(name, label, ANYTHING));
    put(name, "job", ANYTHING);
    if (rule.isAlert()) {
      put(name, "alertname", ANYTHING);
      put(name, "alertstate", Set.of("pending", "firing"));
    }
  }

  /** What a Prometheus has seen: each series as its labels, the name among them. */
  public static Vocabulary seen(Collection<Map<String, String>> labels) {
    Vocabulary all = new Vocabulary();
    for (Map<String, String> each : labels) {
      String name = each.getOrDefault("__name__", "");
      each.forEach(
          (label, word) ->
              all.series
                  .computeIfAbsent(name, metric -> new HashMap<>())
                  .computeIfAbsent(label, unknown -> new HashSet<>())
                  .add(word));
    }
    return all;
  }

  private void put(String metric, String label, Set<String> words) {
    Map<String, Set<String>> labels = series.computeIfAbsent(metric, name -> new HashMap<>());
    labels.put(label, words);
    labels.put("instance", ANYTHING);
  }

  public Set<String> names() {
    return new TreeSet<>(series.keySet());
  }

  /** What an expression names that there cannot be; empty if nothing. */
  public List<String> unknown(Expression expression) {
    List<String> unknown = new ArrayList<>();
    Set<String> labels = new HashSet<>(expression.literals());
    for (Expression.Selector selector : expression.selectors()) {
      String metric = selector.metric().text();
      Map<String, Set<String>> known = series.getOrDefault(metric, Map.of());
      if (known.isEmpty()) {
        unknown.add(metric);
      }
      labels.addAll(known.keySet());
      selector.matches().stream()
          .filter(match -> !knows(known, match))
          .forEach(
              match -> unknown.add(metric + "{" + match.label().text() + match.value().text()));
    }
    expression.groupings().stream()
        .map(Expression.Word::text)
        .filter(label -> !labels.contains(label))
        .forEach(unknown::add);
    return unknown;
  }

  private static boolean knows(Map<String, Set<String>> known, Expression.Match match) {
    Set<String> words = known.get(match.label().text());
    if (words == null) {
      return false;
    }
    if (words.isEmpty() || match.plain().contains("$")) {
      return true;
    }
    if (PLAIN.matcher(match.plain()).matches()) {
      return words.containsAll(List.of(match.plain().split("\\|", -1)));
    }
    return words.stream().anyMatch(word -> word.matches(match.plain()));
  }
}
