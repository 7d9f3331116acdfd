package cbd.coordinator.schedule;

import cbd.domain.Resources;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trials that wait for slots, in the order of granting. Those that need the same resources form a
 * line of their own, so that a hundred thousand of them for which there is no slot cost one look,
 * and hold up nobody behind them.
 */
final class Queue {
  private static final Comparator<TrialEntry> ORDER =
      Comparator.comparingInt((TrialEntry entry) -> -entry.priority())
          .thenComparingLong(entry -> entry.order);

  private final Map<Resources, NavigableSet<TrialEntry>> lines = new HashMap<>();
  private int size;

  /** Only what it is ordered by, and its resources, must not change until it is removed. */
  void add(TrialEntry entry) {
    if (lines.computeIfAbsent(entry.resources(), needs -> new TreeSet<>(ORDER)).add(entry)) {
      size++;
    }
  }

  /** Whether it was there. */
  boolean remove(TrialEntry entry) {
    NavigableSet<TrialEntry> line = lines.get(entry.resources());
    if (line == null || !line.remove(entry)) {
      return false;
    }
    if (line.isEmpty()) {
      lines.remove(entry.resources());
    }
    size--;
    return true;
  }

  int size() {
    return size;
  }

  /** How many trials wait that need just these resources, by them; none of 0. */
  Map<Resources, Integer> sizes() {
    return lines.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, line -> line.getValue().size()));
  }

  /** One walk along the queue, which must not change meanwhile. */
  Walk walk() {
    return new Walk(lines.values());
  }

  /** All lines at once, in the order of the whole queue. */
  static final class Walk {
    private final PriorityQueue<Line> lines =
        new PriorityQueue<>(Comparator.comparing((Line line) -> line.first, ORDER));
    private @Nullable Line current;

    private Walk(Collection<NavigableSet<TrialEntry>> all) {
      all.forEach(line -> lines.add(new Line(line.iterator())));
    }

    /** The next trial; null behind the last. */
    @Nullable TrialEntry next() {
      Line before = current;
      if (before != null && before.rest.hasNext()) {
        before.first = before.rest.next();
        lines.add(before);
      }
      current = lines.poll();
      return current == null ? null : current.first;
    }

    /** Passes over all that need the same as the last one. */
    void leaveLine() {
      current = null;
    }
  }

  private static final class Line {
    private final Iterator<TrialEntry> rest;
    private TrialEntry first;

    /**
     * @param rest not empty
     */
    private Line(Iterator<TrialEntry> rest) {
      this.rest = rest;
      first = rest.next();
    }
  }
}
