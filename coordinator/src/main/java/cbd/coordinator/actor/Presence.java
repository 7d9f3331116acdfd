package cbd.coordinator.actor;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices that this process stood still: it was stopped, its machine slept, or its clock was set
 * on. Nobody's silence in that time means anything, and somebody else may be in office since.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class Presence {
  /** Longer than anything that a process which runs leaves its actor waiting for. */
  static final Duration UNNOTICED = Duration.ofSeconds(5);

  private Instant last;

  Presence(Instant now) {
    last = now;
  }

  /** How long it stood still before this moment; zero when it did not. */
  Duration absence(Instant now) {
    Duration since = Duration.between(last, now);
    last = now;
    return since.compareTo(UNNOTICED) > 0 ? since : Duration.ZERO;
  }
}
