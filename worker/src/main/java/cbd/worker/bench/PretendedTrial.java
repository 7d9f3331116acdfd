package cbd.worker.bench;

import cbd.domain.LeaseId;
import java.time.Duration;

/**
 * What a simulated slot makes of every trial.
 *
 * @param lasts from the order to start until the first epoch begins; zero for none
 * @param epochs measurements that are reported before the result, each after the one before is
 *     acknowledged
 * @param epoch how long each of them takes; zero: it is reported at once
 * @param signs between two words of progress meanwhile; zero: none
 */
public record PretendedTrial(Duration lasts, long epochs, Duration epoch, Duration signs) {
  /** The golden section spreads consecutive leases evenly over an epoch. */
  private static final double SPREAD = 0.6180339887498949;

  public PretendedTrial {
    if (lasts.isNegative() || epochs < 0 || epoch.isNegative() || signs.isNegative()) {
      throw new IllegalArgumentException(
          "a pretended trial cannot last "
              + lasts
              + " with "
              + epochs
              + " epochs of "
              + epoch
              + " and a word every "
              + signs);
    }
  }

  /** One whose epochs take no time. */
  public PretendedTrial(Duration lasts, long epochs) {
    this(lasts, epochs, Duration.ZERO, Duration.ZERO);
  }

  /**
   * How long a report takes to come about. The first epoch takes half to one and a half times as
   * long as the others, so that trials which began together do not report together for ever.
   *
   * @param sequence of the report, from 1
   */
  Duration before(long sequence, LeaseId lease) {
    if (sequence > 1) {
      return sequence <= epochs ? epoch : Duration.ZERO;
    }
    if (epochs == 0) {
      return lasts;
    }
    double share = 0.5 + lease.value() * SPREAD % 1;
    return lasts.plus(Duration.ofNanos(Math.round(share * epoch.toNanos())));
  }
}
