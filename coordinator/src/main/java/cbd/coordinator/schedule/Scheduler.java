package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from the state, from time, and from what people and workers say.
 *
 * <p>Every answer is a list of events; nothing has happened to a trial until the caller {@linkplain
 * ClusterState#apply applies} them, one after the other and before it asks anything else. Only the
 * soft state (who was heard when, renewals by progress) changes in the calls themselves. The
 * caller's cycle: a message's events, then {@link #decide} until it returns nothing; the store has
 * them all before anyone is answered or told.
 *
 * <p>Sweeps are served in the order of their acceptance, trials in grid order; a trial that comes
 * back from a cool-down has its old place.
 */
public final class Scheduler {
  private final SchedulerSettings settings;

  public Scheduler(SchedulerSettings settings) {
    this.settings = settings;
  }

  public SchedulerSettings settings() {
    return settings;
  }

  // Time.

  /**
   * What is due: leases without progress expire, cool-downs end, free slots get the trials next in
   * the queue. Looks at the state before any of its own events; call again after applying them
   * until nothing is due.
   */
  public List<Event> decide(ClusterState state, Instant now) {
    List<Event> events = new ArrayList<>();
    for (TrialEntry entry : state.leases().expired(now)) {
      String reason =
          "worker "
              + entry.lease().slot().worker()
              + " made no progress for "
              + settings.leaseDuration().toSeconds()
              + " s";
      events.add(expire(entry, reason, now));
    }
    for (TrialEntry entry : state.cooled(now)) {
      events.add(new Event.CooledDown(now, entry.id(), entry.attempt() + 1));
    }
    grant(state, now, events);
    return events;
  }

  private void grant(ClusterState state, Instant now, List<Event> events) {
    if (state.queue().isEmpty() || state.workerBook().idle().isEmpty()) {
      return;
    }
    NavigableSet<SlotId> free = new TreeSet<>(Workers.SPREAD);
    free.addAll(state.workerBook().idle());
    long leaseId = state.nextLeaseId();
    for (TrialEntry entry : state.queue()) {
      if (free.isEmpty()) {
        return;
      }
      SlotId slot = choose(free, entry.lastFailedOn());
      free.remove(slot);
      Lease lease =
          new Lease(
              new LeaseId(leaseId++),
              entry.id(),
              entry.attempt(),
              slot,
              now.plus(settings.leaseDuration()));
      events.add(new Event.LeaseGranted(now, lease));
    }
  }

  /** The next free slot, of another worker than the one that failed the trial if there is one. */
  private static SlotId choose(NavigableSet<SlotId> free, Optional<WorkerId> avoid) {
    return free.stream()
        .filter(slot -> avoid.isEmpty() || !slot.worker().equals(avoid.get()))
        .findFirst()
        .orElseGet(free::first);
  }

  /**
   * Marks workers whose pulses stopped as lost: their slots get nothing, their leases run on.
   * Forgets those that are long lost and hold no lease.
   *
   * @return the workers that have just become lost
   */
  public List<WorkerId> findLost(ClusterState state, Instant now) {
    List<WorkerId> lost = new ArrayList<>();
    Instant forgotten = now.minus(settings.forgetAfter());
    for (Workers.Member member :
        state.workerBook().silentSince(now.minus(settings.pulseTimeout()))) {
      WorkerId id = member.worker().id();
      if (state.workerBook().lose(id)) {
        lost.add(id);
      }
      if (!member.lastPulse().isAfter(forgotten) && state.leases().of(id).isEmpty()) {
        state.workerBook().remove(id);
      }
    }
    return lost;
  }

  // People.

  /**
   * Accepts a grid. Trials known from an earlier sweep stay as they are; the rest are queued.
   *
   * @param trials in grid order
   * @param maxAttempts at least 1
   */
  public List<Event> submit(
      Instant now, SweepId sweep, String name, String text, List<Trial> trials, int maxAttempts) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, but was " + maxAttempts);
    }
    return List.of(new Event.SweepAccepted(now, sweep, name, text, trials, maxAttempts));
  }

  /** Stops trials; those that are over or unknown are passed over. */
  public List<Event> cancel(ClusterState state, Collection<TrialId> trials, Instant now) {
    return trials.stream()
        .flatMap(trial -> state.find(trial).stream())
        .filter(entry -> !entry.state().isTerminal())
        .<Event>map(entry -> new Event.TrialCancelled(now, entry.id()))
        .toList();
  }

  /**
   * Queues failed and cancelled trials once more; all others are passed over.
   *
   * @param attempts how many more attempts each of them gets, at least 1
   */
  public List<Event> requeue(
      ClusterState state, Collection<TrialId> trials, int attempts, Instant now) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1, but was " + attempts);
    }
    return trials.stream()
        .flatMap(trial -> state.find(trial).stream())
        .filter(
            entry -> entry.state() == TrialState.FAILED || entry.state() == TrialState.CANCELLED)
        .<Event>map(
            entry ->
                new Event.TrialRequeued(
                    now, entry.id(), entry.attempt() + 1, entry.attempt() + attempts))
        .toList();
  }

  // Workers.

  /**
   * A worker says that it is there. Leases it holds here but does not run (and was not just sent)
   * are definitely lost and end at once.
   *
   * @param running leases whose attempts it still runs or still has reports of
   */
  public Registration register(
      ClusterState state, WorkerDescription worker, Collection<LeaseId> running, Instant now) {
    Optional<Workers.Member> known = state.workerBook().find(worker.id());
    if (known.isPresent() && known.get().worker().incarnation() > worker.incarnation()) {
      return Registration.refused(
          "another process that was started later is registered as worker "
              + worker.id()
              + " on "
              + known.get().worker().host()
              + "; give each worker a name of its own");
    }
    state.heard(worker, now);
    List<LeaseId> adopted = new ArrayList<>();
    List<Lease> resend = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (TrialEntry entry : state.leases().of(worker.id())) {
      Lease lease = entry.lease();
      if (running.contains(lease.id())) {
        entry.heard();
        adopted.add(lease.id());
      } else if (entry.unheardFrom(worker.incarnation())) {
        resend.add(lease);
      } else {
        String reason = "worker " + worker.id() + " registered and does not run it any more";
        events.add(expire(entry, reason, now));
      }
    }
    return new Registration(Optional.empty(), adopted, resend, events);
  }

  /**
   * A worker's process lives.
   *
   * @return whether it is registered; if not, it has to
   */
  public boolean pulse(ClusterState state, WorkerId worker, long incarnation, Instant now) {
    Optional<Workers.Member> known =
        state
            .workerBook()
            .find(worker)
            .filter(member -> member.worker().incarnation() == incarnation);
    known.ifPresent(member -> state.heard(member.worker(), now));
    return known.isPresent();
  }

  /** A worker shuts down in good order: its leases end, its slots are gone. */
  public List<Event> leave(ClusterState state, WorkerId worker, long incarnation, Instant now) {
    if (!Objects.equals(state.workerBook().incarnation(worker), incarnation)) {
      return List.of();
    }
    state.workerBook().remove(worker);
    return state.leases().of(worker).stream()
        .map(entry -> expire(entry, "worker " + worker + " left", now))
        .toList();
  }

  /**
   * The cluster has removed a worker's node: lost at once, without waiting for missing pulses. Its
   * leases run on, for its runners may well train on until it joins again.
   *
   * @return whether it was registered and not lost before
   */
  public boolean nodeRemoved(ClusterState state, WorkerId worker) {
    return state.workerBook().lose(worker);
  }

  /**
   * Batches were trained: the lease is renewed.
   *
   * @return whether the lease is current; if not, the worker must stop the attempt
   */
  public boolean progress(ClusterState state, LeaseId lease, Progress progress, Instant now) {
    Optional<TrialEntry> entry = state.leases().find(lease);
    entry.ifPresent(
        current -> {
          current.heard();
          current.progressed(progress);
          state.leases().renew(current, now.plus(settings.leaseDuration()));
        });
    return entry.isPresent();
  }

  /** One epoch's measurement: recorded, and the lease renewed. */
  public Verdict epochDone(
      ClusterState state, LeaseId lease, long sequence, EpochMetrics metrics, Instant now) {
    TrialEntry entry = state.leases().find(lease).orElse(null);
    Verdict.Kind kind = kind(state, entry, lease, sequence);
    if (entry == null || kind != Verdict.Kind.NEWS) {
      return Verdict.of(kind);
    }
    return Verdict.news(
        new Event.EpochRecorded(
            now,
            lease,
            entry.id(),
            entry.attempt(),
            sequence,
            metrics,
            now.plus(settings.leaseDuration())));
  }

  /** An attempt is over: a result, another attempt after a pause, or the end. */
  public Verdict attemptFinished(
      ClusterState state, LeaseId lease, long sequence, TrialOutcome outcome, Instant now) {
    TrialEntry entry = state.leases().find(lease).orElse(null);
    Verdict.Kind kind = kind(state, entry, lease, sequence);
    if (entry == null || kind != Verdict.Kind.NEWS) {
      return Verdict.of(kind);
    }
    if (outcome instanceof TrialOutcome.Succeeded succeeded) {
      return Verdict.news(
          new Event.TrialSucceeded(
              now, lease, entry.id(), entry.attempt(), sequence, succeeded.result()));
    }
    if (outcome instanceof TrialOutcome.Failed failed) {
      return Verdict.news(
          new Event.AttemptFailed(
              now, lease, entry.id(), entry.attempt(), sequence, failed, next(entry, failed, now)));
    }
    // Nobody here asked it to stop, or the lease would not be current: the worker had its reasons.
    String reason = "worker " + entry.lease().slot().worker() + " stopped the attempt unasked";
    return Verdict.news(expire(entry, reason, now));
  }

  private static Verdict.Kind kind(
      ClusterState state, @Nullable TrialEntry entry, LeaseId lease, long sequence) {
    if (entry == null) {
      return state.wasFinal(lease, sequence) ? Verdict.Kind.DUPLICATE : Verdict.Kind.STALE;
    }
    long last = entry.lastSequence();
    if (sequence <= last) {
      return Verdict.Kind.DUPLICATE;
    }
    return sequence == last + 1 ? Verdict.Kind.NEWS : Verdict.Kind.EARLY;
  }

  private Event expire(TrialEntry entry, String reason, Instant now) {
    return new Event.LeaseExpired(
        now, entry.lease().id(), entry.id(), entry.attempt(), reason, next(entry, reason, now));
  }

  private Event.Next next(TrialEntry entry, TrialOutcome.Failed failed, Instant now) {
    if (!failed.failure().retryable()) {
      return new Event.Next.GiveUp(failed.failure() + " would happen again in every attempt");
    }
    return next(entry, failed.failure().toString(), now);
  }

  private Event.Next next(TrialEntry entry, String lastCause, Instant now) {
    if (entry.attempt() < entry.maxAttempts()) {
      return new Event.Next.Retry(now.plus(settings.coolDownAfter(entry.attempt())));
    }
    return new Event.Next.GiveUp(
        "attempt " + entry.attempt() + " was the last one allowed; it was lost: " + lastCause);
  }
}
