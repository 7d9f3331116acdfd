package cbd.coordinator.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time: what is planned happens in order, and hours pass in milliseconds. */
final class SimulatedTime {
  private record Planned(Instant at, long number, Runnable what) {}

  private final PriorityQueue<Planned> plan =
      new PriorityQueue<>(Comparator.comparing(Planned::at).thenComparingLong(Planned::number));
  private Instant now;
  private long number;

  SimulatedTime(Instant start) {
    now = start;
  }

  Instant now() {
    return now;
  }

  void after(Duration delay, Runnable what) {
    plan.add(new Planned(now.plus(delay), number++, what));
  }

  /** Lets the next planned thing happen; whether there was one. */
  boolean step() {
    Planned next = plan.poll();
    if (next == null) {
      return false;
    }
    now = next.at();
    next.what().run();
    return true;
  }
}
