package cbd.coordinator.cli.progress;

import cbd.coordinator.http.Views;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which attempts have ended between two looks at a sweep, without fetching all of its
 * trials each time: those that ran and do not run any more, and every failed one.
 */
final class Endings {
  private final SweepSource source;
  private Map<String, Long> running = Map.of();
  private final Set<String> toldAsFailed = new HashSet<>();

  Endings(SweepSource source) {
    this.source = source;
  }

  /** Trials whose attempt ended since the last call, as they stand now. */
  List<Views.TrialView> upTo(Views.SweepView now) {
    Map<String, Long> runningNow = new HashMap<>();
    Views.Live live = now.live();
    if (live != null) {
      live.running().forEach(attempt -> runningNow.put(attempt.trial(), attempt.lease()));
    }
    List<Views.TrialView> ended = new ArrayList<>();
    // Without a live picture nothing is known of what runs: what ended is found at the next look.
    if (live != null) {
      running.forEach(
          (trial, lease) -> {
            if (!lease.equals(runningNow.get(trial))) {
              ended.add(source.trial(trial));
            }
          });
      running = runningNow;
    }
    ended.stream()
        .filter(trial -> trial.state().equals("failed"))
        .forEach(trial -> toldAsFailed.add(trial.id()));
    if (now.trials().getOrDefault("failed", 0L) > toldAsFailed.size()) {
      for (Views.TrialView trial : source.failed()) {
        if (toldAsFailed.add(trial.id())) {
          ended.add(trial);
        }
      }
    }
    return ended;
  }
}
