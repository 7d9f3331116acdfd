package cbd.coordinator.chaos;

import cbd.coordinator.chaos.check.Violation;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Build;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an ordeal came to.
 *
 * @param tls whether members and clients spoke over TLS
 * @param sharedCheckpoints whether the workers kept checkpoints in one folder
 * @param faults how many of each kind happened
 * @param passedOver planned faults that found no victim
 * @param recovery of all faults that hit a running trial
 * @param recoveryByKind the same, kind by kind
 * @param violations promises that were not kept; empty when all is well
 * @param seconds in all, the undisturbed trainings included
 * @param folder with stores and logs
 */
public record OrdealReport(
    long seed,
    int coordinators,
    int workers,
    boolean tls,
    boolean sharedCheckpoints,
    String commit,
    Map<String, Integer> faults,
    int passedOver,
    Work work,
    Times recovery,
    Map<String, Times> recoveryByKind,
    List<Violation> violations,
    double seconds,
    String folder) {

  /**
   * Durations in seconds.
   *
   * @param n how many; without any, the others are 0
   * @param p99 the smallest that 99 of 100 do not exceed
   */
  public record Times(int n, double median, double p99, double longest) {
    static Times of(List<Duration> durations) {
      if (durations.isEmpty()) {
        return new Times(0, 0, 0, 0);
      }
      List<Duration> sorted = new ArrayList<>(durations);
      Collections.sort(sorted);
      return new Times(sorted.size(), rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 1));
    }

    private static double rank(List<Duration> sorted, double share) {
      int rank = (int) Math.ceil(share * sorted.size());
      return sorted.get(Math.max(0, rank - 1)).toMillis() / 1000.0;
    }
  }

  static OrdealReport of(
      OrdealSettings settings,
      List<InjectedFault> injected,
      int passedOver,
      List<HistoryEntry> history,
      Work work,
      List<Violation> violations,
      Duration took) {
    Map<String, Integer> faults = new TreeMap<>();
    injected.forEach(fault -> faults.merge(fault.planned().kind().name(), 1, Integer::sum));
    List<Recovery> recoveries = Recovery.of(injected, history);
    Map<String, Times> byKind =
        recoveries.stream()
            .collect(
                Collectors.groupingBy(
                    Recovery::kind,
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.mapping(Recovery::time, Collectors.toList()), Times::of)));
    return new OrdealReport(
        settings.seed(),
        settings.shape().coordinators(),
        settings.shape().workers(),
        settings.shape().tls(),
        settings.shape().sharedCheckpoints(),
        Build.current().commit(),
        faults,
        passedOver,
        work,
        Times.of(recoveries.stream().map(Recovery::time).toList()),
        byKind,
        violations,
        took.toMillis() / 1000.0,
        settings.folder().toString());
  }
}
