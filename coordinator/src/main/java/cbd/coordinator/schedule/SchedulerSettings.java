package cbd.coordinator.schedule;

import java.time.Duration;

/**
 * The scheduler's times.
 *
 * @param leaseDuration how long an attempt may go without progress before its lease expires; longer
 *     than a network partition takes to heal, so that a blip wastes no hours of training
 * @param coolDown pause before the second attempt; doubles with each further one
 * @param maxCoolDown where the doubling ends
 * @param pulseTimeout after how long without a pulse a worker counts as lost: nothing is granted to
 *     it, its leases run on
 * @param forgetAfter after how long without a pulse a lost worker that holds no lease is no longer
 *     listed
 */
public record SchedulerSettings(
    Duration leaseDuration,
    Duration coolDown,
    Duration maxCoolDown,
    Duration pulseTimeout,
    Duration forgetAfter) {

  /** 90 s leases, cool-downs of 10 s to 5 min, lost after 15 s, forgotten after an hour. */
  public static final SchedulerSettings DEFAULT =
      new SchedulerSettings(
          Duration.ofSeconds(90),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofSeconds(15),
          Duration.ofHours(1));

  /** In which a worker that trained on alone finds a new coordinator, whatever it went through. */
  private static final Duration WORKERS_FIND_US = Duration.ofSeconds(45);

  public SchedulerSettings {
    positive("leaseDuration", leaseDuration);
    positive("coolDown", coolDown);
    positive("maxCoolDown", maxCoolDown);
    positive("pulseTimeout", pulseTimeout);
    positive("forgetAfter", forgetAfter);
    if (maxCoolDown.compareTo(coolDown) < 0) {
      throw new IllegalArgumentException(
          "maxCoolDown must be at least coolDown, but was " + maxCoolDown + " < " + coolDown);
    }
  }

  /** These settings with another lease duration. */
  public SchedulerSettings withLeaseDuration(Duration duration) {
    return new SchedulerSettings(duration, coolDown, maxCoolDown, pulseTimeout, forgetAfter);
  }

  /** These settings with another first pause; the longest one is thirty times that. */
  public SchedulerSettings withCoolDown(Duration first) {
    return new SchedulerSettings(
        leaseDuration, first, first.multipliedBy(30), pulseTimeout, forgetAfter);
  }

  /** How long a lease lasts that a new coordinator found in the store, from its taking office. */
  Duration foundLease() {
    return leaseDuration.compareTo(WORKERS_FIND_US) > 0 ? leaseDuration : WORKERS_FIND_US;
  }

  /**
   * The pause after an attempt was lost.
   *
   * @param attempt the lost one, from 1
   */
  Duration coolDownAfter(int attempt) {
    // 2^30 pauses of a millisecond are twelve days: no sensible maximum is missed by the cap.
    Duration doubled = coolDown.multipliedBy(1L << Math.min(attempt - 1, 30));
    return doubled.compareTo(maxCoolDown) < 0 ? doubled : maxCoolDown;
  }

  private static void positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than 0, but was " + duration);
    }
  }
}
