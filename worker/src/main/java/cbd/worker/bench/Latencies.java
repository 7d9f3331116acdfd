package cbd.worker.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times from a microsecond to an hour, in steps of at most 6 %. Thread-safe; a note
 * costs one atomic addition.
 */
final class Latencies {
  /** Steps per doubling. */
  private static final int STEPS = 12;

  private static final int DOUBLINGS = 32;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS * DOUBLINGS);

  /**
   * One step of the histogram.
   *
   * @param micros no time counted here was longer
   * @param count times counted here
   */
  record Step(long micros, long count) {}

  void note(long nanos) {
    double micros = Math.max(1, nanos / 1e3);
    int step = (int) Math.ceil(Math.log(micros) / Math.log(2) * STEPS);
    counts.incrementAndGet(Math.min(step, counts.length() - 1));
  }

  /** The steps in which times were counted, the shortest first. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < counts.length(); i++) {
      long count = counts.get(i);
      if (count > 0) {
        steps.add(new Step((long) Math.ceil(Math.pow(2, (double) i / STEPS)), count));
      }
    }
    return steps;
  }
}
