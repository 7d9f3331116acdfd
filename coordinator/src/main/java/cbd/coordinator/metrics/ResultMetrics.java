package cbd.coordinator.metrics;

import cbd.domain.Scores;
import cbd.domain.TrialSpec;
import cbd.metrics.LabelCap;
import cbd.metrics.Meters;
import cbd.text.Words;
import io.prometheus.client.Gauge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What trials came to, cell by cell: data set, attack and defense, over all seeds and settings.
 * Thread-safe.
 */
final class ResultMetrics {
  private final LabelCap cells;
  private final Gauge trials;
  private final Measured cleanAccuracy;
  private final Measured attackSuccessRate;

  /**
   * @param cells that have room
   */
  ResultMetrics(Meters meters, LabelCap cells) {
    this.cells = cells;
    trials = meters.gauge("cbd_finished_trials");
    cleanAccuracy = new Measured(meters, "cbd_clean_accuracy", 1);
    attackSuccessRate = new Measured(meters, "cbd_attack_success_rate", -1);
  }

  private String[] cell(TrialSpec spec) {
    return cells.of(
        spec.dataset().word(),
        Words.of(spec.attack().getClass()),
        Words.of(spec.defense().getClass()));
  }

  /** A final network was measured, perhaps not for the last time. */
  void measured(TrialSpec spec, Scores scores) {
    measured(cell(spec), scores);
  }

  private void measured(String[] cell, Scores scores) {
    cleanAccuracy.now.labels(cell).set(scores.cleanAccuracy());
    attackSuccessRate.now.labels(cell).set(scores.attackSuccessRate());
  }

  /** A trial has its result. */
  synchronized void finished(TrialSpec spec, Scores scores) {
    String[] cell = cell(spec);
    measured(cell, scores);
    trials.labels(cell).set((double) cleanAccuracy.add(cell, scores.cleanAccuracy()));
    attackSuccessRate.add(cell, scores.attackSuccessRate());
  }

  /** Shows nothing any more: whoever is in office shows it. */
  synchronized void clear() {
    trials.clear();
    cleanAccuracy.clear();
    attackSuccessRate.clear();
  }

  /** One measure of all cells. */
  private static final class Measured {
    private final Gauge now;
    private final Gauge last;
    private final Gauge best;
    private final Gauge mean;
    private final Gauge deviation;
    private final int better;
    private final Map<List<String>, Moments> moments = new HashMap<>();

    /**
     * @param better 1: more is better; -1: less is
     */
    private Measured(Meters meters, String name, int better) {
      this.better = better;
      now = meters.gauge(name);
      last = meters.gauge(name + "_last");
      best = meters.gauge(name + "_best");
      mean = meters.gauge(name + "_mean");
      deviation = meters.gauge(name + "_deviation");
    }

    /** Returns how many there are now. */
    private long add(String[] cell, double value) {
      Moments all = moments.computeIfAbsent(List.of(cell), key -> new Moments());
      all.add(value);
      last.labels(cell).set(value);
      best.labels(cell).set(better > 0 ? all.highest : all.lowest);
      mean.labels(cell).set(all.mean);
      if (all.count > 1) {
        deviation.labels(cell).set(all.deviation());
      }
      return all.count;
    }

    private void clear() {
      moments.clear();
      List.of(now, last, best, mean, deviation).forEach(Gauge::clear);
    }
  }

  /** Mean and deviation as they come in (B. P. Welford, 1962). */
  private static final class Moments {
    private long count;
    private double mean;
    private double squares;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    private void add(double value) {
      count++;
      double before = value - mean;
      mean += before / count;
      squares += before * (value - mean);
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }

    private double deviation() {
      return Math.sqrt(squares / (count - 1));
    }
  }
}
