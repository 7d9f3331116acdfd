package cbd.coordinator.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each of many addresses may do something: a bucket for each, of IPv6 for each
 * {@linkplain Subnet /64}, which holds so many and is filled up at a steady rate. Those who did
 * nothing for longest are forgotten when there are too many, which gives them a full bucket again.
 * Thread-safe.
 */
public final class Allowance {
  /** Addresses that are remembered; a few hundred bytes each. */
  private static final int MOST = 10_000;

  private static final double NANOS = 1e9;

  private record Bucket(double left, long at) {}

  private final double perSecond;
  private final double most;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST;
        }
      };

  /**
   * @param perSecond how many each may do for ever, above 0
   * @param most how many at once, at least 1
   * @param nanoTime the clock
   */
  public Allowance(double perSecond, double most, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** Whether this address may, which is counted, or may not, which is not. */
  public synchronized boolean take(String address) {
    String who = Subnet.of(address);
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.getOrDefault(who, new Bucket(most, now));
    double left = Math.min(most, bucket.left() + perSecond * (now - bucket.at()) / NANOS);
    boolean may = left >= 1;
    buckets.put(who, new Bucket(may ? left - 1 : left, now));
    return may;
  }
}
