package cbd.coordinator.notice;

import cbd.coordinator.store.NoticeRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A way to tell people. Thread-safe. */
public interface Channel {

  /** How a try ended. */
  sealed interface Outcome {
    /**
     * The other side took it.
     *
     * @param words what it said
     */
    record Taken(String words) implements Outcome {}

    /**
     * It did not.
     *
     * @param reason in words, without secrets
     * @param forGood whether no further try is wanted
     * @param pause the other side asks to be left alone for so long; zero when it does not
     */
    record Refused(String reason, boolean forGood, Duration pause) implements Outcome {
      static Refused forNow(String reason) {
        return new Refused(reason, false, Duration.ZERO);
      }
    }
  }

  /** By which it is known in the store and in the log. */
  String name();

  /** Where it leads, in words, without secrets. */
  String address();

  /** What it tells of. */
  Set<Occasion> occasions();

  /** Tries to deliver; blocks for as long as a minute, and throws nothing. */
  Outcome deliver(NoticeRow notice, Instant now);
}
