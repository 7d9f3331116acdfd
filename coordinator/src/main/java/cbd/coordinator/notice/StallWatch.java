package cbd.coordinator.notice;

import cbd.coordinator.actor.LiveView;
import cbd.domain.LeaseId;
import cbd.domain.TrialState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notices that nothing moves although trials wait or run. What moves is a trial that ends, or an
 * attempt that comes forward; that attempts are begun and lost moves nothing. A sweep that waits
 * for its turn behind another one is no stall. Not thread-safe.
 */
final class StallWatch {
  private final Duration patience;
  private @Nullable Instant moved;
  private long ended;
  private Map<LeaseId, Double> done = Map.of();

  /**
   * @param patience how long nothing may move
   */
  StallWatch(Duration patience) {
    this.patience = patience;
  }

  /** Whoever takes office anew knows nothing of before. */
  void forget() {
    moved = null;
    done = Map.of();
  }

  /** Since when nothing moves, if that is for too long. */
  Optional<Instant> look(LiveView view) {
    long over = over(view.trials());
    boolean hasWork =
        Notices.waiting(view.trials()) + view.trials().getOrDefault(TrialState.LEASED, 0) > 0;
    boolean forward = cameForward(view);
    if (moved == null || over != ended || forward || !hasWork) {
      moved = view.at();
    }
    ended = over;
    return Duration.between(moved, view.at()).compareTo(patience) >= 0
        ? Optional.of(moved)
        : Optional.empty();
  }

  /** Trials that are over. */
  static long over(Map<TrialState, Integer> trials) {
    return trials.entrySet().stream()
        .filter(entry -> entry.getKey().isTerminal())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private boolean cameForward(LiveView view) {
    Map<LeaseId, Double> now = new HashMap<>();
    boolean forward = false;
    for (LiveView.Running attempt : view.running()) {
      double share = attempt.progress() == null ? 0 : attempt.progress().done();
      now.put(attempt.lease(), share);
      forward |= share > done.getOrDefault(attempt.lease(), 0.0);
    }
    done = now;
    return forward;
  }
}
