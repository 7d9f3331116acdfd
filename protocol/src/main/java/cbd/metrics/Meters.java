package cbd.metrics;

import cbd.metrics.Contract.LabelSet;
import cbd.metrics.Contract.Metric;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.GaugeMetricFamily;
import io.prometheus.client.Histogram;
import io.prometheus.client.Info;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Registers a role's metrics as the contract lists them: whoever sets one says its name and nothing
 * else. Thread-safe, as is all that it makes.
 */
public final class Meters {
  private final CollectorRegistry registry;
  private final String role;
  private final Contract contract = Contract.published();

  /**
   * @param registry where everything is registered; a fresh one per process
   * @param role {@code coordinator} or {@code worker}
   */
  public Meters(CollectorRegistry registry, String role) {
    this.registry = registry;
    this.role = role;
  }

  public CollectorRegistry registry() {
    return registry;
  }

  /**
   * A gauge without any series yet, unless it has no labels.
   *
   * @param name as all here: as it is scraped
   * @throws IllegalArgumentException as all here: when the contract has no such metric of this role
   */
  public Gauge gauge(String name) {
    Metric metric = metric(name, "gauge");
    return Gauge.build(metric.stem(), metric.help()).labelNames(labels(metric)).register(registry);
  }

  /** A gauge without labels that is asked whenever somebody looks. */
  public void gauge(String name, DoubleSupplier value) {
    gauge(name)
        .setChild(
            new Gauge.Child() {
              @Override
              public double get() {
                return value.getAsDouble();
              }
            });
  }

  /**
   * A gauge of what is read now and then.
   *
   * @param nanos a clock that goes on evenly, as {@link System#nanoTime}
   */
  public FreshGauge freshGauge(String name, LongSupplier nanos) {
    Metric metric = metric(name, "gauge");
    return new FreshGauge(metric.stem(), metric.help(), metric.labelNames(), nanos)
        .register(registry);
  }

  /** A counter; with one label whose words are all known it shows all of them from the start. */
  public Counter counter(String name) {
    Metric metric = metric(name, "counter");
    Counter counter =
        Counter.build(metric.stem(), metric.help()).labelNames(labels(metric)).register(registry);
    if (metric.labels().size() == 1) {
      LabelSet set = contract.set(metric.labels().get(0));
      set.words().forEach(counter::labels);
    }
    return counter;
  }

  /**
   * A histogram.
   *
   * @param buckets their upper bounds, without infinity
   */
  public Histogram histogram(String name, double... buckets) {
    Metric metric = metric(name, "histogram");
    return Histogram.build(metric.stem(), metric.help())
        .labelNames(labels(metric))
        .buckets(buckets)
        .register(registry);
  }

  /** An info; its labels are those that tell it from others of the same name. */
  public Info info(String name, String... labels) {
    Metric metric = metric(name, "info");
    return Info.build(metric.stem(), metric.help()).labelNames(labels).register(registry);
  }

  /** Shows how many series there are, this one left out. */
  public void countSeries(String name) {
    Metric metric = metric(name, "gauge");
    new SeriesCount(metric.stem(), metric.help()).register(registry);
  }

  private Metric metric(String name, String type) {
    return contract
        .find(name)
        .filter(metric -> metric.role().equals(role) && metric.type().equals(type))
        .orElseThrow(
            () -> new IllegalArgumentException("the contract has no " + role + " " + type + name));
  }

  private static String[] labels(Metric metric) {
    return metric.labelNames().toArray(String[]::new);
  }

  /** Counts the samples of all others, as they would be scraped now. */
  private final class SeriesCount extends Collector implements Collector.Describable {
    private final String name;
    private final String help;

    private SeriesCount(String name, String help) {
      this.name = name;
      this.help = help;
    }

    @Override
    public List<MetricFamilySamples> collect() {
      long series =
          Collections.list(registry.filteredMetricFamilySamples(other -> !other.equals(name)))
              .stream()
              .mapToLong(family -> family.samples.size())
              .sum();
      return List.of(new GaugeMetricFamily(name, help, (double) series));
    }

    /** So that the registry need not collect it to learn its name. */
    @Override
    public List<MetricFamilySamples> describe() {
      return List.of(new GaugeMetricFamily(name, help, 0));
    }
  }
}
