package cbd.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a Prometheus answers to the queries of boards, as Grafana asks them. */
public final class Answers {
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  private final Prometheus prometheus;
  private final long from;
  private final long to;

  /**
   * Between two moments.
   *
   * @param from seconds since 1970
   * @param to seconds since 1970
   */
  public Answers(Prometheus prometheus, long from, long to) {
    this.prometheus = prometheus;
    this.from = from;
    this.to = to;
  }

  /** In seconds since 1970. */
  public long from() {
    return from;
  }

  /** In seconds since 1970. */
  public long to() {
    return to;
  }

  /**
   * The series of one query.
   *
   * @throws IllegalArgumentException if Prometheus takes it for wrong
   */
  public JsonNode of(Panel.Target target) {
    String expr = bound(target.expr());
    return target.instant() ? prometheus.at(expr, to) : prometheus.between(expr, from, to);
  }

  /** With a value for each of Grafana's variables: all jobs, all cells. */
  private String bound(String expr) {
    return expr.replace("$__rate_interval", "15s")
        .replace("$__range", (to - from) + "s")
        .replaceAll("\\$(job|instance|dataset|attack|defense)\\b", ".+");
  }

  /**
   * What is wrong with the answer to a query; empty if nothing.
   *
   * @param isDue whether there has to be one
   */
  public List<String> faults(Panel.Target target, boolean isDue) {
    JsonNode series;
    try {
      series = of(target);
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    List<String> faults = new ArrayList<>();
    if (isDue && series.isEmpty()) {
      faults.add("no answer");
    }
    for (JsonNode each : series) {
      if (each.toString().contains("\"NaN\"")) {
        faults.add("NaN of " + each.path("metric"));
      }
      LEGEND
          .matcher(target.legend())
          .results()
          .map(found -> found.group(1))
          .filter(label -> each.path("metric").path(label).asText().isEmpty())
          .forEach(label -> faults.add("no label " + label + " in " + each.path("metric")));
    }
    return faults;
  }
}
