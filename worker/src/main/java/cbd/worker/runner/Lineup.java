package cbd.worker.runner;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The leases that a slot has to do with, besides those whose reports wait: the one that runs, those
 * that have not begun, and the last one. Its slot guards it.
 */
final class Lineup {
  /** Its runner runs. */
  @Nullable Attempt current;

  /** Begins when the current one has ended. */
  @Nullable Attempt next;

  /** Is ordered as soon as a checkpoint that is being fetched is here. */
  @Nullable Lease expected;

  /** The last one that has ended, or was declined. */
  @Nullable Lease last;

  boolean expects(Lease lease) {
    return expected != null && isSame(expected, lease);
  }

  /** Whether it runs, is about to, is expected, or was the last one. */
  boolean knows(Lease lease) {
    return Stream.of(
            attempts().map(attempt -> attempt.lease),
            Stream.ofNullable(expected),
            Stream.ofNullable(last))
        .flatMap(leases -> leases)
        .anyMatch(known -> isSame(known, lease));
  }

  /** Not the id alone: a coordinator with a new store counts from 1 again. */
  private static boolean isSame(Lease one, Lease other) {
    return one.id().equals(other.id())
        && one.trial().equals(other.trial())
        && one.attempt() == other.attempt();
  }

  /** Those that run or will, and are wanted; none behind a runner that nothing can end. */
  Stream<LeaseId> wanted() {
    if (trouble().isPresent()) {
      return Stream.empty();
    }
    return Stream.concat(
        attempts().filter(attempt -> !attempt.unwanted).map(Attempt::id),
        Stream.ofNullable(expected).map(Lease::id));
  }

  /** Why nothing can run here; empty when it can. */
  Optional<String> trouble() {
    return Optional.ofNullable(current)
        .filter(attempt -> attempt.stuckPid != 0)
        .map(
            attempt ->
                "runner "
                    + attempt.stuckPid
                    + " of slot "
                    + attempt.lease.slot().index()
                    + " was killed and does not go: it waits for a device or a disk that does not"
                    + " answer; look at dmesg, and restart the machine if it stays so");
  }

  private Stream<Attempt> attempts() {
    return Stream.concat(Stream.ofNullable(current), Stream.ofNullable(next));
  }

  /** Takes out what has not begun. */
  Stream<Lease> takeWaiting() {
    Stream<Lease> waiting =
        Stream.concat(
            Stream.ofNullable(next).map(attempt -> attempt.lease), Stream.ofNullable(expected));
    next = null;
    expected = null;
    return waiting;
  }

  /** Takes out one that has not begun; empty when there is none such. */
  Optional<Lease> takeWaiting(LeaseId lease) {
    Lease waiting = null;
    if (next != null && next.id().equals(lease)) {
      waiting = next.lease;
      next = null;
    } else if (expected != null && expected.id().equals(lease)) {
      waiting = expected;
      expected = null;
    }
    return Optional.ofNullable(waiting);
  }
}
