package cbd.coordinator.schedule;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A worker that trains, reports until acknowledged, and dies, stalls, hangs, leaves and returns.
 */
final class SimulatedWorker {
  private static final int EPOCHS = Samples.EPOCHS;

  /** Until then one slot of this worker fails whatever it is given. */
  private static final Duration BROKEN_FOR = Duration.ofHours(2);

  /** What a slot does: its lease, and reports that nobody has acknowledged, by sequence. */
  private static final class Attempt {
    final Lease lease;
    final Map<Long, Runnable> unacknowledged = new TreeMap<>();
    boolean over;
    boolean hangs;
    long sequence;
    int epoch;

    Attempt(Lease lease) {
      this.lease = lease;
    }
  }

  private final SimulatedTime time;
  private final SimulatedChance chance;
  private final SimulatedNetwork network;
  private final SimulatedCoordinator coordinator;
  private final String name;
  private final ResourceAuditor.Machine machine;
  private final Map<LeaseId, Attempt> attempts = new TreeMap<>();
  private final Set<LeaseId> known = new HashSet<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private boolean alive;
  private boolean stalled;
  private boolean diskFull;
  private final Integer brokenSlot;
  private long incarnation;

  SimulatedWorker(
      SimulatedTime time,
      SimulatedChance chance,
      SimulatedNetwork network,
      SimulatedCoordinator coordinator,
      String name,
      ResourceAuditor.Machine machine,
      Integer brokenSlot) {
    this.brokenSlot = brokenSlot;
    this.time = time;
    this.chance = chance;
    this.network = network;
    this.coordinator = coordinator;
    this.name = name;
    this.machine = machine;
    time.after(chance.seconds(0, 30), this::boot);
  }

  // Its life.

  private void boot() {
    alive = true;
    incarnation++;
    register();
    long mine = incarnation;
    time.after(Duration.ofSeconds(5), () -> pulse(mine));
  }

  /** kill -9: whatever ran is gone; finished attempts wait on disk to be reported. */
  void die() {
    if (alive) {
      alive = false;
      stalled = false;
      attempts.values().removeIf(attempt -> !attempt.over);
      known.clear();
      heldBack.clear();
      time.after(chance.seconds(5, 300), this::boot);
    }
  }

  /** SIGSTOP … SIGCONT: everything that should have happened meanwhile happens then. */
  void stall() {
    if (alive && !stalled) {
      stalled = true;
      long mine = incarnation;
      time.after(chance.seconds(5, 400), () -> wake(mine));
    }
  }

  private void wake(long mine) {
    if (alive && mine == incarnation) {
      stalled = false;
      List<Runnable> late = List.copyOf(heldBack);
      heldBack.clear();
      if (chance.one(2)) {
        register(); // It was thrown out of the cluster meanwhile.
      }
      late.forEach(Runnable::run);
    }
  }

  void leave() {
    if (alive && !stalled) {
      WorkerDescription self = describe();
      network.send(() -> coordinator.leaving(self.id(), self.incarnation()));
      die();
    }
  }

  private void pulse(long mine) {
    inProcess(
        mine,
        () -> {
          WorkerDescription self = describe();
          diskFull = diskFull ? !chance.one(20) : chance.one(500);
          String trouble = diskFull ? "its disk is full" : "";
          network.send(() -> coordinator.condition(this, self.id(), self.incarnation(), trouble));
          tellMemory(self);
          attempts.values().forEach(this::resend);
          attempts.values().forEach(this::vouch);
          time.after(Duration.ofSeconds(5), () -> pulse(mine));
        });
  }

  /** As far as it knows. */
  private void tellMemory(WorkerDescription self) {
    if (machine.memory() > 0) {
      List<Long> memory = Collections.nCopies(machine.devices().size(), machine.memory());
      network.send(() -> coordinator.slotMemory(self.id(), self.incarnation(), memory));
    }
  }

  private void register() {
    WorkerDescription self = describe();
    List<LeaseId> running = List.copyOf(attempts.keySet());
    network.send(() -> coordinator.register(this, self, running));
  }

  private WorkerDescription describe() {
    return new WorkerDescription(
        new WorkerId(name), incarnation, name + ".lab", "0.1.0", machine.devices());
  }

  // What the coordinator says.

  void registrationNeeded() {
    inProcess(incarnation, this::register);
  }

  void registered(long toWhom, List<LeaseId> adopted, List<LeaseId> asked) {
    inProcess(
        toWhom, () -> asked.stream().filter(id -> !adopted.contains(id)).forEach(attempts::remove));
  }

  void start(Lease lease) {
    inProcess(
        incarnation,
        () -> {
          if (known.add(lease.id())) {
            attempts.values().removeIf(old -> old.lease.slot().equals(lease.slot()) && !old.over);
            Attempt attempt = new Attempt(lease);
            attempts.put(lease.id(), attempt);
            train(attempt, incarnation);
          }
        });
  }

  void stop(LeaseId lease) {
    inProcess(incarnation, () -> attempts.remove(lease));
  }

  void handBack(LeaseId lease) {
    inProcess(
        incarnation,
        () -> {
          Attempt attempt = attempts.get(lease);
          if (attempt != null && !attempt.over) {
            finish(attempt, new TrialOutcome.Stopped("as it was asked"));
          }
        });
  }

  void acknowledged(LeaseId lease, long sequence) {
    inProcess(
        incarnation,
        () -> {
          Attempt attempt = attempts.get(lease);
          if (attempt != null) {
            attempt.unacknowledged.remove(sequence);
            if (attempt.over && attempt.unacknowledged.isEmpty()) {
              attempts.remove(lease);
            }
          }
        });
  }

  // Its work.

  private void train(Attempt attempt, long mine) {
    if (chance.one(150)) {
      attempt.hangs = true; // pulses go on, progress does not
      if (chance.one(2)) {
        time.after(
            Duration.ofSeconds(60),
            () ->
                inProcess(
                    mine,
                    () ->
                        whileRunning(
                            attempt, () -> finish(attempt, Samples.failed(Failure.HUNG)))));
      }
      return;
    }
    time.after(
        chance.seconds(5, 70),
        () -> inProcess(mine, () -> whileRunning(attempt, () -> goOn(attempt, mine))));
  }

  private void goOn(Attempt attempt, long mine) {
    LeaseId lease = attempt.lease.id();
    if (isBroken(attempt)) {
      finish(attempt, Samples.failed(Failure.TRAINING_ERROR));
    } else if (chance.one(3)) {
      network.send(() -> coordinator.progressed(this, lease, Samples.progress(0.5)));
      train(attempt, mine);
    } else if (chance.one(60)) {
      Failure failure = chance.of(List.of(Failure.values()));
      finish(attempt, Samples.failed(failure));
    } else if (attempt.epoch < EPOCHS) {
      int epoch = ++attempt.epoch;
      long sequence = ++attempt.sequence;
      report(
          attempt,
          sequence,
          () ->
              coordinator.epochDone(
                  this, lease, sequence, Samples.epoch(epoch, attempt.lease.trial())));
      train(attempt, mine);
    } else {
      finish(attempt, new TrialOutcome.Succeeded(Samples.result((double) lease.value())));
    }
  }

  private void finish(Attempt attempt, TrialOutcome outcome) {
    attempt.over = true;
    long sequence = ++attempt.sequence;
    LeaseId lease = attempt.lease.id();
    report(attempt, sequence, () -> coordinator.attemptFinished(this, lease, sequence, outcome));
  }

  private void report(Attempt attempt, long sequence, Runnable report) {
    attempt.unacknowledged.put(sequence, report);
    network.send(report);
  }

  private boolean isBroken(Attempt attempt) {
    return brokenSlot != null
        && brokenSlot == attempt.lease.slot().index()
        && time.now().isBefore(Samples.START.plus(BROKEN_FOR));
  }

  /** Says that a runner is within its pace. */
  private void vouch(Attempt attempt) {
    if (!attempt.over && !attempt.hangs) {
      network.send(() -> coordinator.stillRunning(this, attempt.lease.id()));
    }
  }

  private void resend(Attempt attempt) {
    attempt.unacknowledged.values().forEach(network::send);
  }

  private void whileRunning(Attempt attempt, Runnable what) {
    if (attempts.get(attempt.lease.id()) == attempt && !attempt.over) {
      what.run();
    }
  }

  /** Happens now, on waking when stalled, or never when that process is gone. */
  private void inProcess(long mine, Runnable what) {
    if (!alive || mine != incarnation) {
      return;
    }
    if (stalled) {
      heldBack.add(() -> inProcess(mine, what));
    } else {
      what.run();
    }
  }
}
