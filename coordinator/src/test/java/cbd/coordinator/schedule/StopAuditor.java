package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.TrialId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * Works out from the durable history alone, naively, who is to be stopped early: nobody else may
 * be, and whoever is has to be before anything else happens to it. In the simulation all trials
 * face the same problem, and their attack success rate is within the bound.
 */
final class StopAuditor {
  private final Map<TrialId, List<SweepId>> holders = new HashMap<>();
  private final Map<SweepId, Stopping> rules = new HashMap<>();

  /** Clean accuracies by trial and epoch, of what was recorded since a sweep with a rule had it. */
  private final Map<TrialId, Map<Integer, Double>> measured = new LinkedHashMap<>();

  private final Set<TrialId> condemned = new HashSet<>();
  private final Set<TrialId> spared = new HashSet<>();
  private final Set<TrialId> everStopped = new HashSet<>();

  void follow(Event event) {
    if (event instanceof Event.SweepAccepted e) {
      rules.put(e.sweep(), e.terms().stopping());
      e.trials()
          .forEach(
              trial -> holders.computeIfAbsent(trial.id(), id -> new ArrayList<>()).add(e.sweep()));
    } else if (event instanceof Event.TrialRequeued e && everStopped.contains(e.trial())) {
      spared.add(e.trial());
    } else if (!(event instanceof Event.TrialStopped)) {
      assertThat(event.subject().filter(condemned::contains))
          .as("the rule wants it stopped before %s", event)
          .isEmpty();
    }
  }

  void recorded(Event.EpochRecorded event) {
    TrialId trial = event.trial();
    int epoch = event.metrics().epoch();
    List<SweepId> sweeps = holders.get(trial);
    boolean counts = sweeps.stream().anyMatch(id -> !(rules.get(id) instanceof Stopping.Never));
    if (!counts || measured.getOrDefault(trial, Map.of()).containsKey(epoch)) {
      return;
    }
    measured
        .computeIfAbsent(trial, id -> new HashMap<>())
        .put(epoch, event.metrics().scores().cleanAccuracy());
    if (sweeps.stream().allMatch(id -> falls(id, trial, epoch)) && !spared.contains(trial)) {
      condemned.add(trial);
    }
  }

  void stopped(Event.TrialStopped event) {
    assertThat(condemned.remove(event.trial())).as("no rule says %s", event).isTrue();
    everStopped.add(event.trial());
  }

  private boolean falls(SweepId sweep, TrialId trial, int epoch) {
    Map<Integer, Double> own = measured.get(trial);
    if (epoch >= Samples.EPOCHS || rules.get(sweep) instanceof Stopping.Never) {
      return false;
    }
    List<Map<Integer, Double>> others =
        measured.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(trial))
            .filter(entry -> holders.get(entry.getKey()).contains(sweep))
            .map(Map.Entry::getValue)
            .filter(curve -> curve.containsKey(epoch))
            .toList();
    if (rules.get(sweep) instanceof Stopping.Median rule) {
      double[] averages =
          others.stream()
              .mapToDouble(curve -> upTo(curve, epoch).average().orElseThrow())
              .toArray();
      return epoch >= rule.grace()
          && averages.length >= rule.peers()
          && upTo(own, epoch).max().orElseThrow() < median(averages);
    }
    int eta = ((Stopping.Asha) rules.get(sweep)).eta();
    long better = others.stream().filter(curve -> curve.get(epoch) > own.get(epoch)).count();
    int most = (others.size() + 1) / eta;
    return isRung((Stopping.Asha) rules.get(sweep), epoch) && most > 0 && better >= most;
  }

  private static boolean isRung(Stopping.Asha rule, int epoch) {
    return epoch == rule.grace()
        || epoch == rule.grace() * rule.eta()
        || epoch == rule.grace() * rule.eta() * rule.eta();
  }

  private static DoubleStream upTo(Map<Integer, Double> curve, int epoch) {
    Collection<Double> known =
        curve.entrySet().stream()
            .filter(e -> e.getKey() <= epoch)
            .map(Map.Entry::getValue)
            .toList();
    return known.stream().mapToDouble(Double::doubleValue);
  }

  private static double median(double[] values) {
    double[] sorted = DoubleStream.of(values).sorted().toArray();
    return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
  }
}
