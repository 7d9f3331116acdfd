package cbd.coordinator.schedule;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * All that the scheduler knows: where every trial stands, and, softly, which workers are there.
 *
 * <p>Mutable on purpose, against the house's {@code apply(state, event) → state}: with 100,000
 * trials a new state per event would make each one cost as much as all. What purity was for is
 * kept: {@link #apply} is the only way in which a trial changes, it reads no clock, and the same
 * events give the same state. Each operation costs at most O(log n); the rate does not fall with
 * the length of the queue.
 *
 * <p>Hard state (the {@link TrialStanding}s) follows from events. Soft state (workers, idle slots,
 * lease renewals by progress, latest measurements) is forgotten in a restart and told anew by the
 * workers. A lease restored from the store keeps its slot reserved until its worker registers
 * without it or its time is over.
 *
 * <p>Not thread-safe: it belongs to one actor.
 */
public final class ClusterState {
  private final Map<TrialId, TrialEntry> trials = new HashMap<>();
  private final Map<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
  private final Queue queue = new Queue();
  private final NavigableSet<TrialEntry> cooling =
      new TreeSet<>(
          Comparator.comparing(TrialEntry::notBefore).thenComparingLong(entry -> entry.order));
  private final Leases leases = new Leases();
  private final LostLeases lost = new LostLeases(leases);
  private final Workers workers = new Workers();
  private final Holds holds = new Holds();
  private final WorkerViews views = new WorkerViews(workers, leases, holds);

  /** Trials that run nowhere and shall be paused. */
  private final NavigableSet<TrialEntry> pausing =
      new TreeSet<>(Comparator.comparingLong((TrialEntry entry) -> entry.order));

  private final FinalReports finalReports = new FinalReports();
  private long nextOrder;
  private long nextLeaseId = 1;

  /** A state in which nothing has happened yet. */
  public ClusterState() {
    for (TrialState state : TrialState.values()) {
      counts.put(state, 0);
    }
  }

  /**
   * The state after a restart. Each restored lease lasts a full lease duration from now, and at
   * least until its worker can have found us: nobody could renew it while no coordinator was there,
   * however long that was.
   *
   * @param nextLeaseId higher than every lease id ever granted
   * @param holds what workers and slots get nothing
   * @throws IllegalArgumentException when a standing contradicts itself or another one
   */
  public static ClusterState restore(
      Collection<TrialStanding> standings,
      long nextLeaseId,
      Collection<Hold> holds,
      Instant now,
      SchedulerSettings settings) {
    ClusterState state = new ClusterState();
    state.nextLeaseId = nextLeaseId;
    state.holds.restore(holds);
    for (TrialStanding standing : standings) {
      state.restore(standing);
    }
    Instant expiresAt = now.plus(settings.foundLease());
    for (TrialEntry entry : List.copyOf(state.leases.all())) {
      state.leases.renew(entry, expiresAt);
    }
    return state;
  }

  private void restore(TrialStanding standing) {
    boolean leased = standing.state() == TrialState.LEASED;
    Lease lease = standing.lease();
    if (leased != (lease != null)
        || (standing.state() == TrialState.COOLING_DOWN) != (standing.notBefore() != null)) {
      throw new IllegalArgumentException("the store contradicts itself: " + standing);
    }
    if (lease != null
        && (lease.id().value() >= nextLeaseId
            || !leases.isFree(new Place(lease.slot(), standing.beside())))) {
      throw new IllegalArgumentException(
          "lease " + lease + " shares its slot, or is not below the next id " + nextLeaseId);
    }
    add(new TrialEntry(standing));
  }

  /**
   * Lets an event happen.
   *
   * @return the lease that the event ended, so that its worker can be told
   * @throws IllegalTransitionException when it may not happen as things stand; nothing has changed
   *     then
   */
  public Optional<Lease> apply(Event event) {
    if (event instanceof Event.OfSweep sweep) {
      accept(sweep, Transitions.target(null, event));
      return Optional.empty();
    }
    if (event instanceof Event.OfSlots) {
      holds.follow(event);
      return Optional.empty();
    }
    Claim claim = Claim.of(event);
    TrialEntry entry = trials.get(claim.trial());
    TrialState to = Transitions.target(entry == null ? null : entry.state(), event);
    if (entry == null) {
      throw new IllegalStateException("the table leads nowhere from nothing but by acceptance");
    }
    claim.check(entry);
    if (event instanceof Event.LeaseGranted granted) {
      reserve(granted);
      lost.superseded(entry);
      entry.orderedFrom(workers.incarnation(granted.lease().slot().worker()));
    } else if (event instanceof Event.LeaseRevived revived) {
      lost.require(entry, revived);
    }
    Optional<Lease> before =
        entry.state() == TrialState.LEASED ? Optional.of(entry.lease()) : Optional.empty();
    before.ifPresent(lease -> holds.note(event, lease.slot(), failedElsewhere(entry, lease)));
    unlink(entry);
    entry.follow(event, to);
    link(entry);
    finalReports.note(event);
    return to == TrialState.LEASED ? Optional.empty() : before;
  }

  private void accept(Event.OfSweep sweep, TrialState to) {
    for (Trial trial : sweep.trials()) {
      TrialEntry known = trials.get(trial.id());
      if (known == null) {
        add(
            new TrialEntry(
                new TrialStanding(
                    trial,
                    nextOrder,
                    to,
                    1,
                    sweep.maxAttempts(),
                    null,
                    0,
                    null,
                    Caveats.NONE,
                    sweep.priority(),
                    null,
                    sweep.resources(),
                    List.of())));
      } else {
        boolean waits = queue.remove(known);
        known.broughtBy(sweep);
        if (waits) {
          queue.add(known);
        }
      }
    }
  }

  private void add(TrialEntry entry) {
    if (trials.putIfAbsent(entry.id(), entry) != null) {
      throw new IllegalArgumentException("trial " + entry.id() + " stands twice in the store");
    }
    nextOrder = Math.max(nextOrder, entry.order + 1);
    link(entry);
  }

  private void reserve(Event.LeaseGranted granted) {
    Lease lease = granted.lease();
    if (lease.id().value() < nextLeaseId) {
      throw new IllegalTransitionException(
          "lease id " + lease.id() + " was used before; the next one is " + nextLeaseId);
    }
    if (!leases.isFree(new Place(lease.slot(), granted.beside()))) {
      throw new IllegalTransitionException(
          "slot "
              + lease.slot()
              + (granted.beside().isEmpty()
                  ? ""
                  : ", or one of " + granted.beside() + " beside it,")
              + " has another lease");
    }
    nextLeaseId = lease.id().value() + 1;
  }

  /** Whether the trial failed on another worker before this lease. */
  static boolean failedElsewhere(TrialEntry entry, Lease lease) {
    return entry.avoids().filter(slot -> !slot.worker().equals(lease.slot().worker())).isPresent();
  }

  private void unlink(TrialEntry entry) {
    counts.merge(entry.state(), -1, Integer::sum);
    queue.remove(entry);
    pausing.remove(entry);
    lost.remove(entry);
    if (entry.state() == TrialState.COOLING_DOWN) {
      cooling.remove(entry);
    } else if (entry.state() == TrialState.LEASED) {
      leases.remove(entry);
      entry.place().slots().forEach(workers::release);
    }
  }

  private void link(TrialEntry entry) {
    counts.merge(entry.state(), 1, Integer::sum);
    lost.add(entry);
    if (entry.pausing() != Pausing.NO && entry.state() != TrialState.LEASED) {
      pausing.add(entry);
    }
    if (entry.state() == TrialState.QUEUED) {
      queue.add(entry);
    } else if (entry.state() == TrialState.COOLING_DOWN) {
      cooling.add(entry);
    } else if (entry.state() == TrialState.LEASED) {
      leases.add(entry);
      entry.place().slots().forEach(workers::occupy);
    }
  }

  // What people, metrics and the coordinator ask.

  /** How many trials are in each state; every state is there. */
  public Map<TrialState, Integer> counts() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** Trials that wait for a slot. */
  public int queueLength() {
    return queue.size();
  }

  /** How many trials wait for slots, by what they need. */
  public Map<Resources, Integer> queued() {
    return queue.sizes();
  }

  /** The id that the next lease gets. */
  public long nextLeaseId() {
    return nextLeaseId;
  }

  /** Where a trial stands; empty when no sweep ever brought it. */
  public Optional<TrialStanding> standing(TrialId trial) {
    return Optional.ofNullable(trials.get(trial)).map(TrialEntry::standing);
  }

  /** Where all trials stand, in the order of their acceptance. */
  public List<TrialStanding> standings() {
    return trials.values().stream()
        .map(TrialEntry::standing)
        .sorted(Comparator.comparingLong(TrialStanding::order))
        .toList();
  }

  /** The current lease with this id; empty when it ended. */
  public Optional<Lease> lease(LeaseId lease) {
    return leases.find(lease).map(TrialEntry::lease);
  }

  /** Leased trials, by slot. */
  public List<RunningTrial> running() {
    return leases.all().stream().map(TrialEntry::running).toList();
  }

  /** A leased trial; empty when it is not leased. */
  public Optional<RunningTrial> running(TrialId trial) {
    return Optional.ofNullable(trials.get(trial))
        .filter(entry -> entry.state() == TrialState.LEASED)
        .map(TrialEntry::running);
  }

  /** Registered workers, by name. */
  public List<WorkerView> workers() {
    return workers.all().stream()
        .sorted(Comparator.comparing(member -> member.worker().id()))
        .map(views::of)
        .toList();
  }

  /** One registered worker. */
  public Optional<WorkerView> worker(WorkerId worker) {
    return workers.find(worker).map(views::of);
  }

  /**
   * How many slots are in each state; every state is there. A slot whose lease was restored and
   * whose worker has not registered yet counts as lost.
   */
  public Map<SlotState, Integer> slots() {
    return views.slots();
  }

  /** Why nothing is granted to a worker as a whole, if somebody said so. */
  public Optional<Hold> hold(WorkerId worker) {
    return holds.of(worker);
  }

  /** To whom nothing is granted, by worker. */
  public List<Hold> holds() {
    return holds.all();
  }

  // What the scheduler needs besides: its reads, and the soft state that it alone changes.

  Optional<TrialEntry> find(TrialId trial) {
    return Optional.ofNullable(trials.get(trial));
  }

  /** Waiting trials in the order of granting. */
  Queue queue() {
    return queue;
  }

  /** Trials whose pause is over. */
  List<TrialEntry> cooled(Instant now) {
    return cooling.stream().takeWhile(entry -> !entry.notBefore().isAfter(now)).toList();
  }

  Leases leases() {
    return leases;
  }

  Holds holdBook() {
    return holds;
  }

  /** Trials that run nowhere and shall be paused. */
  List<TrialEntry> pausing() {
    return List.copyOf(pausing);
  }

  LostLeases lostLeases() {
    return lost;
  }

  Workers workerBook() {
    return workers;
  }

  /** Whether this report was the last one of a lease that ended with it. */
  boolean wasFinal(LeaseId lease, long sequence) {
    return finalReports.covers(lease, sequence);
  }

  /**
   * A worker registered or sent a pulse.
   *
   * @param trouble why it takes no work; empty: it does
   */
  void heard(WorkerDescription worker, String trouble, Instant now) {
    workers.heard(worker, trouble, now, slot -> leases.in(slot).isPresent());
  }
}
