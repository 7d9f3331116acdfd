package cbd.coordinator.metrics;

import cbd.metrics.Contract;
import java.util.List;

/** What the tests here look at in {@code cbd/metrics.txt}. */
record MetricsContract(
    String role, String name, String type, List<String> labels, boolean isInternal) {

  static List<MetricsContract> lines() {
    return Contract.published().metrics().stream()
        .map(
            metric ->
                new MetricsContract(
                    metric.role(),
                    metric.name(),
                    metric.type(),
                    metric.labelNames(),
                    !metric.isUsed()))
        .toList();
  }

  static List<MetricsContract> of(String role) {
    return lines().stream().filter(line -> line.role().equals(role)).toList();
  }
}
