package cbd.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Values that somebody reads now and then from what may hang, such as a disk: one that was not told
 * for two minutes is not shown any more, rather than shown for ever. Thread-safe.
 */
public final class FreshGauge extends Collector implements Collector.Describable {
  private static final long FRESH = Duration.ofMinutes(2).toNanos();

  private record Told(double value, long at) {}

  private final String name;
  private final String help;
  private final List<String> labelNames;
  private final LongSupplier nanos;
  private final Map<List<String>, Told> values = new ConcurrentHashMap<>();

  FreshGauge(String name, String help, List<String> labelNames, LongSupplier nanos) {
    this.name = name;
    this.help = help;
    this.labelNames = List.copyOf(labelNames);
    this.nanos = nanos;
  }

  /** What was read just now. */
  public void tell(double value, String... labels) {
    values.put(List.of(labels), new Told(value, nanos.getAsLong()));
  }

  /** It cannot be read. */
  public void forget(String... labels) {
    values.remove(List.of(labels));
  }

  @Override
  public List<MetricFamilySamples> collect() {
    GaugeMetricFamily family = new GaugeMetricFamily(name, help, labelNames);
    long now = nanos.getAsLong();
    values.forEach(
        (labels, told) -> {
          if (now - told.at() <= FRESH) {
            family.addMetric(labels, told.value());
          }
        });
    return List.of(family);
  }

  @Override
  public List<MetricFamilySamples> describe() {
    return List.of(new GaugeMetricFamily(name, help, labelNames));
  }
}
