package cbd.tls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then how long a member's certificate is still believed, and warns once a day when
 * that is soon over: from then on the member would be alone. Thread-safe.
 */
public final class ExpiryWatch {
  private static final Logger log = LoggerFactory.getLogger(ExpiryWatch.class);

  /** Enough for somebody who is on holiday. */
  private static final Duration SOON = Duration.ofDays(21);

  private static final Duration AGAIN = Duration.ofDays(1);

  private final Supplier<Instant> expires;
  private final InstantSource clock;
  private Instant warned = Instant.MIN;

  /**
   * Warns of nothing yet.
   *
   * @param expires until when the certificate in use is valid, as {@link Tls#expires}
   * @param clock the one that others compare it with
   */
  public ExpiryWatch(Supplier<Instant> expires, InstantSource clock) {
    this.expires = expires;
    this.clock = clock;
  }

  /** Until when the certificate is valid; warns if that is soon. */
  public synchronized Instant look() {
    Instant until = expires.get();
    Instant now = clock.instant();
    if (until.isBefore(now.plus(SOON)) && !now.isBefore(warned.plus(AGAIN))) {
      warned = now;
      log.warn(
          "The certificate is soon believed by nobody: `cbd certs renew` makes a new one, which is"
              + " used without a restart. expires={} daysLeft={}",
          until,
          Duration.between(now, until).toDays());
    }
    return until;
  }
}
