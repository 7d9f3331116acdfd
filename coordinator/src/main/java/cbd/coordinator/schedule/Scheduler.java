package cbd.coordinator.schedule;

import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Progress;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
 * <p>Of the trials that wait, those with the highest priority are granted first, however long the
 * others have waited; nothing that runs is stopped for them. Among equals, sweeps are served in the
 * order of their acceptance, trials in grid order; a trial that comes back from a cool-down has its
 * old place.
 */
public final class Scheduler {
  private final SchedulerSettings settings;
  private final Losses losses;

  public Scheduler(SchedulerSettings settings) {
    this.settings = settings;
    losses = new Losses(settings);
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
      events.add(losses.expire(entry, reason, now));
    }
    for (TrialEntry entry : state.pausing()) {
      events.add(new Event.TrialPaused(now, entry.id()));
    }
    for (TrialEntry entry : state.cooled(now)) {
      if (entry.pausing() == Pausing.NO) {
        events.add(new Event.CooledDown(now, entry.id(), entry.attempt() + 1));
      }
    }
    Granting.grant(state, settings.leaseDuration(), now, events);
    return events;
  }

  /**
   * Nobody listened for a while: no lease could be renewed, so that time does not count against
   * any.
   */
  public void excuse(ClusterState state, Duration away) {
    for (TrialEntry entry : List.copyOf(state.leases().all())) {
      state.leases().renew(entry, entry.lease().expiresAt().plus(away));
    }
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
   * @param terms on which it is served and shown
   */
  public List<Event> submit(
      Instant now,
      SweepId sweep,
      String name,
      String text,
      List<Trial> trials,
      int maxAttempts,
      SweepTerms terms) {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, but was " + maxAttempts);
    }
    return List.of(new Event.SweepAccepted(now, sweep, name, text, trials, maxAttempts, terms));
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
   * Queues failed, cancelled and early stopped trials once more; all others are passed over.
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
        .filter(entry -> entry.state().isWithoutResult())
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
   * <p>Of two processes of one name the later one is believed, by the clock with which each began;
   * but not one that is lost, for a clock may go back in a reboot, and another process speaks.
   *
   * @param running leases whose attempts it still runs or still has reports of
   */
  public Registration register(
      ClusterState state, WorkerDescription worker, Collection<LeaseId> running, Instant now) {
    Optional<Workers.Member> known = state.workerBook().find(worker.id());
    if (known.isPresent()
        && known.get().worker().incarnation() > worker.incarnation()
        && !known.get().lost()) {
      return Registration.refused(
          "another process that was started later is registered as worker "
              + worker.id()
              + " on "
              + known.get().worker().host()
              + "; give each worker a name of its own (--name)");
    }
    state.heard(worker, known.map(Workers.Member::trouble).orElse(""), now);
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
        events.add(losses.returned(entry, Handover.NOT_RUNNING, reason, now));
      }
    }
    for (Event.LeaseRevived revived : revived(state, worker, running, now)) {
      adopted.add(revived.lease());
      events.add(revived);
    }
    // The worker forgets what it named and does not get back.
    running.stream().filter(id -> !adopted.contains(id)).forEach(state.lostLeases()::disown);
    return new Registration(Optional.empty(), adopted, resend, events);
  }

  /**
   * Leases that expired while this worker could not be heard, of trials that nobody was granted
   * since: it may go on with them, or deliver what it finished. No other lease of the trial was
   * ever granted after it, so still only one speaks for it.
   */
  private List<Event.LeaseRevived> revived(
      ClusterState state, WorkerDescription worker, Collection<LeaseId> running, Instant now) {
    Map<SlotId, Event.LeaseRevived> bySlot = new TreeMap<>();
    Set<SlotId> taken = new HashSet<>();
    for (LeaseId id : running) {
      Optional<TrialEntry> entry = state.lostLeases().revivable(id);
      LostLease lost = entry.flatMap(TrialEntry::lost).orElse(null);
      if (lost == null
          || !state.workerBook().slots(worker.id()).containsAll(lost.place().slots())
          || lost.place().slots().stream().anyMatch(taken::contains)) {
        continue;
      }
      taken.addAll(lost.place().slots());
      bySlot.put(
          lost.slot(),
          new Event.LeaseRevived(
              now,
              id,
              entry.orElseThrow().id(),
              lost.attempt(),
              lost.slot(),
              now.plus(settings.leaseDuration()),
              lost.beside()));
    }
    return List.copyOf(bySlot.values());
  }

  /**
   * A worker's process lives.
   *
   * @param trouble why it takes no work; empty: it does
   * @return whether it is registered; if not, it has to
   */
  public boolean condition(
      ClusterState state, WorkerId worker, long incarnation, String trouble, Instant now) {
    Optional<Workers.Member> known =
        state
            .workerBook()
            .find(worker)
            .filter(member -> member.worker().incarnation() == incarnation);
    known.ifPresent(member -> state.heard(member.worker(), trouble, now));
    return known.isPresent();
  }

  /**
   * A worker tells how much memory its slots have; one that has not registered is not heard.
   *
   * @param bytes by slot index; 0: not known
   */
  public void slotMemory(ClusterState state, WorkerId worker, long incarnation, List<Long> bytes) {
    state.workerBook().remember(worker, incarnation, bytes);
  }

  /** A worker shuts down in good order: its leases come back, its slots are gone. */
  public List<Event> leave(ClusterState state, WorkerId worker, long incarnation, Instant now) {
    if (!Objects.equals(state.workerBook().incarnation(worker), incarnation)) {
      return List.of();
    }
    state.workerBook().remove(worker);
    List<Event> events = new ArrayList<>(Steering.gone(state, worker, now));
    for (TrialEntry entry : state.leases().of(worker)) {
      events.add(losses.returned(entry, Handover.WORKER_LEFT, "worker " + worker + " left", now));
    }
    return events;
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
    return isCurrent(state, entry, lease);
  }

  /**
   * A worker vouches for its runner, though no batch was trained: the lease is renewed.
   *
   * @return whether the lease is current; if not, the worker must stop the attempt
   */
  public boolean stillRunning(ClusterState state, LeaseId lease, Instant now) {
    Optional<TrialEntry> entry = state.leases().find(lease);
    entry.ifPresent(
        current -> {
          current.heard();
          state.leases().renew(current, now.plus(settings.leaseDuration()));
        });
    return isCurrent(state, entry, lease);
  }

  private static boolean isCurrent(ClusterState state, Optional<TrialEntry> entry, LeaseId lease) {
    if (entry.isEmpty() && state.lostLeases().revivable(lease).isEmpty()) {
      state.lostLeases().disown(lease);
    }
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
    return Verdict.news(losses.finished(state, entry, sequence, outcome, now));
  }

  private static Verdict.Kind kind(
      ClusterState state, @Nullable TrialEntry entry, LeaseId lease, long sequence) {
    if (entry == null) {
      if (state.wasFinal(lease, sequence)) {
        return Verdict.Kind.DUPLICATE;
      }
      if (state.lostLeases().revivable(lease).isPresent()) {
        return Verdict.Kind.EARLY;
      }
      state.lostLeases().disown(lease);
      return Verdict.Kind.STALE;
    }
    long last = entry.lastSequence();
    if (sequence <= last) {
      return Verdict.Kind.DUPLICATE;
    }
    return sequence == last + 1 ? Verdict.Kind.NEWS : Verdict.Kind.EARLY;
  }
}
