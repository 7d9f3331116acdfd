package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What follows from people's wishes about trials and workers, and which slots are quarantined. Like
 * the {@link Scheduler}: every answer is a list of events, and nothing has happened until they are
 * applied. A wish that is fulfilled already gives none.
 */
public final class Steering {
  /** Different trials that fail in a slot, one after the other, until it is quarantined. */
  static final int STREAK = 3;

  private static final Duration FIRST_QUARANTINE = Duration.ofMinutes(5);
  private static final Duration LONGEST_QUARANTINE = Duration.ofHours(1);

  private Steering() {}

  /**
   * Holds trials back: those that wait at once, running ones when their leases have ended.
   *
   * @param finish whether running attempts may run to their end
   */
  public static List<Event> pause(
      ClusterState state, Collection<TrialId> trials, boolean finish, Instant now) {
    return entries(state, trials).flatMap(entry -> pause(entry, finish, now).stream()).toList();
  }

  private static Optional<Event> pause(TrialEntry entry, boolean finish, Instant now) {
    boolean waits = entry.state() == TrialState.QUEUED || entry.state() == TrialState.COOLING_DOWN;
    if (waits) {
      return Optional.of(new Event.TrialPaused(now, entry.id()));
    }
    boolean news =
        entry.pausing() == Pausing.NO || (entry.pausing() == Pausing.WHEN_OVER && !finish);
    return entry.state() == TrialState.LEASED && news
        ? Optional.of(new Event.PauseAsked(now, entry.id(), finish))
        : Optional.empty();
  }

  /** Lets paused trials, and those about to be, go on. */
  public static List<Event> resume(ClusterState state, Collection<TrialId> trials, Instant now) {
    return entries(state, trials)
        .filter(
            entry ->
                entry.state() == TrialState.PAUSED
                    || (entry.state() == TrialState.LEASED && entry.pausing() != Pausing.NO))
        .<Event>map(entry -> new Event.TrialResumed(now, entry.id()))
        .toList();
  }

  private static Stream<TrialEntry> entries(ClusterState state, Collection<TrialId> trials) {
    return trials.stream().flatMap(trial -> state.find(trial).stream());
  }

  /**
   * Takes a worker out of service.
   *
   * @param kind anything but QUARANTINED
   * @param stop whether it shall go once it runs nothing
   */
  public static List<Event> cordon(
      ClusterState state,
      WorkerId worker,
      Hold.Kind kind,
      boolean stop,
      String reason,
      Instant now) {
    boolean isSo =
        state
            .holdBook()
            .of(worker)
            .filter(hold -> hold.kind() == kind && hold.stop() == stop)
            .isPresent();
    return isSo ? List.of() : List.of(new Event.WorkerCordoned(now, worker, kind, stop, reason));
  }

  /**
   * Puts a worker, its quarantined slots included, or one slot of it back into service.
   *
   * @param slot null: the worker
   */
  public static List<Event> uncordon(
      ClusterState state, WorkerId worker, @Nullable Integer slot, Instant now) {
    List<Event> events = new ArrayList<>();
    if (slot == null && state.holdBook().of(worker).isPresent()) {
      events.add(new Event.WorkerUncordoned(now, worker));
    }
    state.holdBook().quarantined(worker).stream()
        .filter(each -> slot == null || each.index() == slot)
        .forEach(each -> events.add(new Event.SlotReleased(now, each, "a person lifted it")));
    return events;
  }

  /** Whether the worker is registered, runs something, or is held. */
  public static boolean isKnown(ClusterState state, WorkerId worker) {
    return state.workerBook().find(worker).isPresent()
        || !state.leases().of(worker).isEmpty()
        || state.holdBook().of(worker).isPresent()
        || !state.holdBook().quarantined(worker).isEmpty();
  }

  /**
   * Whether the worker that speaks under this lease would get it back if it registered: it had
   * expired, and nobody was granted the trial since.
   */
  public static boolean mayComeBack(ClusterState state, LeaseId lease) {
    return state.lostLeases().revivable(lease).isPresent();
  }

  /** A worker's leases that a person wants back: paused, or in the way of a hurried drain. */
  public static List<Lease> wantedBack(ClusterState state, WorkerId worker) {
    boolean all = isHeld(state, worker, Hold.Kind.DRAINING_NOW);
    return state.leases().of(worker).stream()
        .filter(entry -> all || entry.pausing() == Pausing.NOW)
        .map(TrialEntry::lease)
        .toList();
  }

  private static boolean isHeld(ClusterState state, WorkerId worker, Hold.Kind kind) {
    return state.holdBook().of(worker).filter(hold -> hold.kind() == kind).isPresent();
  }

  /** Whether a person wants this worker to go, and it runs nothing any more. */
  public static boolean mayDepart(ClusterState state, WorkerId worker) {
    return state.holdBook().of(worker).filter(Hold::stop).isPresent()
        && state.leases().of(worker).isEmpty();
  }

  /** A worker that was to go has gone: it stays out of service, but may be started again. */
  static List<Event> gone(ClusterState state, WorkerId worker, Instant now) {
    return state
        .holdBook()
        .of(worker)
        .filter(Hold::stop)
        .<Event>map(
            hold ->
                new Event.WorkerCordoned(
                    now, worker, Hold.Kind.CORDONED, false, hold.reason() + "; it has gone"))
        .stream()
        .toList();
  }

  /**
   * Whether this failure, not applied yet, is the slot's rather than the trial's: a probe in
   * quarantine failed, or a third trial in a row failed here that did not fail elsewhere, while
   * another slot does not fail. With no other slot nobody can tell, and it counts as the slot's:
   * the probes go on.
   */
  static List<Event> quarantine(
      ClusterState state, TrialEntry entry, Event.AttemptFailed failed, Instant now) {
    SlotId slot = entry.lease().slot();
    if (!Holds.isTheSlots(failed.outcome().failure())) {
      return List.of();
    }
    Optional<Hold> hold = state.holdBook().of(slot);
    if (hold.isEmpty() && !isSuspect(state, entry, slot)) {
      return List.of();
    }
    Duration pause = hold.map(Steering::longer).orElse(FIRST_QUARANTINE);
    String reason =
        (hold.isPresent()
                ? "its probe failed as well"
                : STREAK + " different trials in a row failed here")
            + ", the last one with "
            + failed.outcome().failure();
    return List.of(new Event.SlotQuarantined(now, slot, reason, now.plus(pause)));
  }

  private static boolean isSuspect(ClusterState state, TrialEntry entry, SlotId slot) {
    if (ClusterState.failedElsewhere(entry, entry.lease())
        || state.holdBook().streakWith(slot, entry.id()) < STREAK) {
      return false;
    }
    List<SlotId> others =
        state.workerBook().slotsInService().stream().filter(other -> !other.equals(slot)).toList();
    return others.isEmpty()
        || others.stream().anyMatch(other -> !state.holdBook().isFailing(other));
  }

  private static Duration longer(Hold hold) {
    Instant probe = hold.probeAt();
    Duration last =
        probe == null ? FIRST_QUARANTINE : Duration.between(hold.since(), probe).multipliedBy(2);
    return last.compareTo(LONGEST_QUARANTINE) < 0 ? last : LONGEST_QUARANTINE;
  }

  /** A success in a quarantined slot ends its quarantine. */
  static List<Event> release(ClusterState state, SlotId slot, Instant now) {
    return state
        .holdBook()
        .of(slot)
        .<Event>map(hold -> new Event.SlotReleased(now, slot, "a trial succeeded there"))
        .stream()
        .toList();
  }
}
