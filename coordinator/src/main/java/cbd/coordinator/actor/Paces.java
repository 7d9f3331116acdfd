package cbd.coordinator.actor;

import cbd.coordinator.forecast.Speed;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
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
 * How fast attempts start and train: what forecasts are made from. Soft: forgotten with the
 * coordinator.
 *
 * <p>The two are told apart, for a trial three times as long starts up no longer: training is
 * measured between two reports of progress, start-up is what came before.
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

    private void mark(Mark mark) {
      if (first == null) {
        first = mark;
      }
      last = mark;
    }

    /** Work per second between the first word and the last. */
    private Optional<Double> rate() {
      if (first == null
          || last == null
          || Duration.between(first.at, last.at).compareTo(APART) < 0) {
        return Optional.empty();
      }
      return Optional.of((last.done - first.done) * work / seconds(first.at, last.at))
          .filter(rate -> rate > 0);
    }

    /** Seconds until the first word, less the training that it tells of. */
    private Optional<Double> startUp(double rate) {
      if (grantedAt == null || first == null) {
        return Optional.empty();
      }
      return Optional.of(Math.max(0, seconds(grantedAt, first.at) - first.done * work / rate));
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** What a finished attempt has left. */
  private record Seen(double rate, Optional<Double> startUp) {}

  private final Map<LeaseId, Pace> running = new HashMap<>();
  private final Deque<Seen> finished = new ArrayDeque<>();

  void granted(LeaseId lease, double work, Instant now) {
    running.put(lease, new Pace(work, now));
  }

  /**
   * An attempt went on. The first mark is where it was first heard, not zero: an attempt may have
   * been resumed in the middle.
   */
  void progressed(LeaseId lease, double work, Progress progress, Instant now) {
    if (progress.phase() == Phase.ATTACK) {
      return; // An attacker's own training counts as start-up: most trials find it done.
    }
    running
        .computeIfAbsent(lease, key -> new Pace(work, null))
        .mark(new Mark(now, progress.done()));
  }

  /** An attempt ended without a result. */
  void ended(LeaseId lease) {
    running.remove(lease);
  }

  /**
   * An attempt trained to its end.
   *
   * @param seconds its wall time by its own clock: all that is known of one too short to be heard
   *     of twice, whose start-up then counts as training
   */
  void finished(LeaseId lease, double work, double seconds, Instant now) {
    Pace pace = running.remove(lease);
    if (pace != null && pace.first != null) {
      pace.mark(new Mark(now, 1));
    }
    Optional<Double> heard = pace == null ? Optional.empty() : pace.rate();
    if (pace != null && heard.isPresent()) {
      remember(new Seen(heard.get(), pace.startUp(heard.get())));
    } else if (seconds > 0) {
      remember(new Seen(work / seconds, Optional.empty()));
    }
  }

  private void remember(Seen seen) {
    finished.addLast(seen);
    if (finished.size() > REMEMBERED) {
      finished.removeFirst();
    }
  }

  /** When the lease was granted; nothing if that was before this coordinator's term. */
  Optional<Instant> grantedAt(LeaseId lease) {
    return Optional.ofNullable(running.get(lease)).map(pace -> pace.grantedAt);
  }

  /** Of one slot: from each running attempt and from each remembered one. */
  Speed speed() {
    List<Double> rates = new ArrayList<>();
    List<Double> startUps = new ArrayList<>();
    for (Seen seen : finished) {
      rates.add(seen.rate());
      seen.startUp().ifPresent(startUps::add);
    }
    for (Pace pace : running.values()) {
      pace.rate()
          .ifPresent(
              rate -> {
                rates.add(rate);
                pace.startUp(rate).ifPresent(startUps::add);
              });
    }
    return new Speed(rates, startUps);
  }
}
