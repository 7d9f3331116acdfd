package cbd.tls;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps strangers from filling the log: ten lines of a kind at once, then one in ten seconds, which
 * tells how many were left out. There are sixteen paces for all kinds together, so that one that
 * repeats itself seldom hides another, and whoever finds ever new ones gains little. Thread-safe.
 */
public final class LogPace {
  private static final int PACES = 16;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final long MOST_NANOS = 10 * LINE_NANOS;

  private final LongSupplier nanoTime;
  private final long[] saved = new long[PACES];
  private final long[] leftOut = new long[PACES];
  private long last;

  /**
   * @param nanoTime the clock
   */
  public LogPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
    Arrays.fill(saved, MOST_NANOS);
  }

  /**
   * Has a line written, unless there were too many of its kind.
   *
   * @param kind what the line says
   * @param write is told how many lines were left out since the last one
   */
  public void line(String kind, LongConsumer write) {
    long before = take(Math.floorMod(kind.hashCode(), PACES));
    if (before >= 0) {
      write.accept(before);
    }
  }

  /** How many were left out before this one; negative when this one is to be as well. */
  private synchronized long take(int pace) {
    long now = nanoTime.getAsLong();
    for (int i = 0; i < PACES; i++) {
      saved[i] = Math.min(MOST_NANOS, saved[i] + now - last);
    }
    last = now;
    if (saved[pace] < LINE_NANOS) {
      leftOut[pace]++;
      return -1;
    }
    saved[pace] -= LINE_NANOS;
    long before = leftOut[pace];
    leftOut[pace] = 0;
    return before;
  }
}
