package cbd.coordinator.actor;

import cbd.domain.LeaseId;
import cbd.domain.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How fast attempts run: what forecasts are made from. Soft: forgotten with the coordinator.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Paces {
  /** Finished trials remembered; older ones say little about the machines of today. */
  private static final int REMEMBERED = 64;

  /** Two looks closer together than this say nothing about a rate. */
  private static final Duration APART = Duration.ofSeconds(1);

  private record Mark(Instant at, double done) {}

  private static final class Pace {
    private final double work;
    private final @Nullable Instant grantedAt;
    private @Nullable Mark first;
    private @Nullable Mark last;

    private Pace(double work, @Nullable Instant grantedAt) {
      this.work = work;
      this.grantedAt = grantedAt;
    }

    private Optional<Double> rate() {
      if (first == null
          || last == null
          || Duration.between(first.at, last.at).compareTo(APART) < 0) {
        return Optional.empty();
      }
      double seconds = Duration.between(first.at, last.at).toMillis() / 1000.0;
      return Optional.of((last.done - first.done) * work / seconds).filter(rate -> rate > 0);
    }
  }

  private final Map<LeaseId, Pace> running = new HashMap<>();
  private final Deque<Double> finished = new ArrayDeque<>();

  void granted(LeaseId lease, double work, Instant now) {
    running.put(lease, new Pace(work, now));
  }

  /**
   * An attempt went on. The first mark is where it was first heard, not zero: an attempt may have
   * been resumed in the middle.
   */
  void progressed(LeaseId lease, double work, Progress progress, Instant now) {
    Pace pace = running.computeIfAbsent(lease, key -> new Pace(work, null));
    Mark mark = new Mark(now, progress.done());
    if (pace.first == null) {
      pace.first = mark;
    }
    pace.last = mark;
  }

  void ended(LeaseId lease) {
    running.remove(lease);
  }

  /**
   * A whole trial was trained in one attempt.
   *
   * @param seconds wall time
   */
  void finished(double work, double seconds) {
    if (seconds > 0) {
      finished.addLast(work / seconds);
      if (finished.size() > REMEMBERED) {
        finished.removeFirst();
      }
    }
  }

  /** When the lease was granted; nothing if that was before this coordinator's term. */
  Optional<Instant> grantedAt(LeaseId lease) {
    return Optional.ofNullable(running.get(lease)).map(pace -> pace.grantedAt);
  }

  /** Work per second of one slot: each running attempt's and each remembered trial's. */
  List<Double> rates() {
    List<Double> rates = new ArrayList<>(finished);
    running.values().forEach(pace -> pace.rate().ifPresent(rates::add));
    return rates;
  }
}
