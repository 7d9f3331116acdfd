package cbd.coordinator.actor;

import static java.util.stream.Collectors.toSet;

import cbd.coordinator.schedule.WorkerView;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far workers' clocks are from this one, as they said last: their time less the time at which
 * that was heard, so that a message's way counts as if their clock were slow. Nothing depends on
 * it: leases are measured by the coordinator's clock alone.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Clocks {
  private static final Logger log = LoggerFactory.getLogger(Clocks.class);

  /** What people should know of: logs of two machines can hardly be read together. */
  private static final Duration MUCH = Duration.ofSeconds(5);

  /** How far two readings in a row may be apart when it is the clock that differs. */
  private static final Duration ALIKE = Duration.ofSeconds(1);

  private final Map<WorkerId, Duration> skews = new HashMap<>();
  private final Set<WorkerId> warned = new HashSet<>();

  /**
   * A worker said what its clock says. People are told once that it differs much, when two readings
   * in a row agree on that: one alone may have been long on its way.
   */
  void told(WorkerId worker, Instant theirs, Instant ours) {
    Duration skew = Duration.between(ours, theirs);
    Duration before = skews.put(worker, skew);
    if (!isMuch(skew)) {
      warned.remove(worker);
    } else if (before != null && agree(skew, before) && warned.add(worker)) {
      log.warn(
          "A worker's clock differs from this one: worker={} aheadSeconds={}",
          worker,
          skew.toMillis() / 1000.0);
    }
  }

  /** Readings that had to wait for this process to go on are late by less and less. */
  private static boolean agree(Duration skew, Duration before) {
    return skew.minus(before).abs().compareTo(ALIKE) <= 0;
  }

  private static boolean isMuch(Duration skew) {
    return skew.abs().compareTo(MUCH) > 0;
  }

  /** The largest difference, either way, of those that are there; zero when none is. */
  Duration largest(Collection<WorkerView> workers) {
    Set<WorkerId> there = workers.stream().map(view -> view.worker().id()).collect(toSet());
    skews.keySet().retainAll(there);
    warned.retainAll(there);
    return workers.stream()
        .filter(view -> !view.lost())
        .flatMap(view -> Stream.ofNullable(skews.get(view.worker().id())))
        .map(Duration::abs)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }
}
