package cbd.coordinator.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the store takes what is written: well, slowly, or not at all.
 *
 * <p>Not thread-safe; the actor owns it.
 */
final class StoreHealth {
  /** A commit takes milliseconds, that of a hundred thousand trials some seconds. */
  private static final Duration SLOW = Duration.ofSeconds(15);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private @Nullable Instant writingSince;
  private String whyFailed = "";
  private int failedWrites;

  /** A write begins. */
  void writes(Instant now) {
    writingSince = now;
  }

  /**
   * The write succeeded.
   *
   * @return how many had failed before it
   */
  int wrote() {
    int failed = failedWrites;
    failedWrites = 0;
    writingSince = null;
    return failed;
  }

  /**
   * The write failed.
   *
   * @param why a sentence for people
   * @return whether people have not been told so yet
   */
  boolean failed(String why) {
    boolean news = failedWrites == 0 || !why.equals(whyFailed);
    failedWrites++;
    whyFailed = why;
    writingSince = null;
    return news;
  }

  /** How long to wait until the same is written again: 1, 2, 4, 8, 10, 10 … seconds. */
  Duration pause() {
    Duration pause = Duration.ofSeconds(1L << Math.min(failedWrites - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** Whether the last write succeeded. */
  boolean isAvailable() {
    return failedWrites == 0;
  }

  /** Why nothing new is decided or confirmed, for people; empty when all is well. */
  Optional<String> trouble(Instant now) {
    if (failedWrites > 0) {
      return Optional.of(whyFailed);
    }
    if (writingSince != null && !now.isBefore(writingSince.plus(SLOW))) {
      return Optional.of(
          "The store is slow: a write has been under way for "
              + Duration.between(writingSince, now).toSeconds()
              + " s. What waits for it is confirmed when it is done.");
    }
    return Optional.empty();
  }
}
