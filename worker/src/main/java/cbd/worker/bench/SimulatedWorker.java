package cbd.worker.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The worker's side of the protocol without any training: registers, shows that it lives, vouches
 * for what it runs, takes work, reports, reports again what is not acknowledged, hands back, and
 * goes. It has no checkpoints, and so neither sends nor asks for any.
 */
final class SimulatedWorker extends AbstractBehavior<SimulatedWorker.Command> {
  private static final Duration REGISTER = Duration.ofSeconds(2);

  /** As long as a real slot waits for an acknowledgement. */
  private static final Duration RESEND = Duration.ofSeconds(5);

  /** What it hears. */
  sealed interface Command {}

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  private record Trained(int slot, LeaseId lease) implements Command {}

  private enum Tick implements Command {
    REGISTER,
    PULSE,
    PROGRESS,
    RESEND
  }

  private final WorkerDescription description;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final ScheduledExecutorService timer;
  private final Tally tally;
  private final Runnable depart;
  private final InstantSource clock;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private final List<SimulatedSlot> slots = new ArrayList<>();

  /**
   * @param timer ends pretended trials; Akka's own clock ticks too coarsely to measure by
   * @param depart called when the coordinator has no more use for the worker, which stops then;
   *     must not block
   * @param clock told with each pulse
   */
  static Behavior<Command> create(
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      PretendedTrial trial,
      ScheduledExecutorService timer,
      Tally tally,
      Runnable depart,
      InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new SimulatedWorker(
                        context,
                        timers,
                        description,
                        coordinator,
                        trial,
                        timer,
                        tally,
                        depart,
                        clock)));
  }

  private SimulatedWorker(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      PretendedTrial trial,
      ScheduledExecutorService timer,
      Tally tally,
      Runnable depart,
      InstantSource clock) {
    super(context);
    this.description = description;
    this.coordinator = coordinator;
    this.timer = timer;
    this.tally = tally;
    this.depart = depart;
    this.clock = clock;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    description.slots().forEach(device -> slots.add(new SimulatedSlot(trial, tally)));
    timers.startTimerWithFixedDelay(Tick.RESEND, Tick.RESEND, Duration.ofSeconds(1));
    if (!trial.signs().isZero()) {
      timers.startTimerWithFixedDelay(Tick.PROGRESS, Tick.PROGRESS, trial.signs());
    }
    register();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onMessage(Trained.class, this::onTrained)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    WorkerProtocol message = from.message();
    if (message instanceof WorkerProtocol.StartAttempt start) {
      onStart(start);
    } else if (message instanceof WorkerProtocol.Acknowledged ack) {
      onAcknowledged(ack);
    } else if (message instanceof WorkerProtocol.Registered yes) {
      timers.cancel(Tick.REGISTER);
      timers.startTimerWithFixedDelay(Tick.PULSE, Tick.PULSE, yes.pulseEvery());
    } else if (message instanceof WorkerProtocol.RegistrationNeeded) {
      register();
    } else if (message instanceof WorkerProtocol.StopAttempt stop) {
      slots.forEach(slot -> slot.stop(stop.lease()));
    } else if (message instanceof WorkerProtocol.HandBack back) {
      onHandBack(back);
    } else if (message instanceof WorkerProtocol.Depart) {
      depart.run();
      return Behaviors.stopped();
    } else {
      getContext().getLog().warn("A simulated worker does not know this. message={}", message);
    }
    return this;
  }

  private void onHandBack(WorkerProtocol.HandBack back) {
    for (int index = 0; index < slots.size(); index++) {
      SimulatedSlot slot = slots.get(index);
      if (slot.holds(back.lease())) {
        slot.handBack(back.lease(), back.reason());
        if (slot.isTraining(back.lease())) {
          report(index);
        }
        return;
      }
    }
    // It never came: as a real worker says.
    coordinator.tell(
        new CoordinatorProtocol.AttemptFinished(
            back.lease(), 1, new TrialOutcome.Stopped(back.reason()), self));
  }

  private void onStart(WorkerProtocol.StartAttempt start) {
    int index = start.lease().slot().index();
    slots.get(index).start(start.lease(), System.nanoTime());
    reportInTime(index, start.lease().id());
  }

  private void reportInTime(int slot, LeaseId lease) {
    Duration wait = slots.get(slot).untilNext();
    if (wait.isZero()) {
      report(slot);
      return;
    }
    ActorRef<Command> me = getContext().getSelf();
    var unused =
        timer.schedule(
            () -> me.tell(new Trained(slot, lease)), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  private Behavior<Command> onTrained(Trained trained) {
    if (slots.get(trained.slot()).isTraining(trained.lease())) {
      report(trained.slot());
    }
    return this;
  }

  private void report(int slot) {
    coordinator.tell(slots.get(slot).next(self, System.nanoTime()));
  }

  private void onAcknowledged(WorkerProtocol.Acknowledged ack) {
    for (int index = 0; index < slots.size(); index++) {
      if (slots.get(index).holds(ack.lease())) {
        if (slots.get(index).acknowledge(ack.lease(), ack.sequence(), System.nanoTime())) {
          reportInTime(index, ack.lease());
        }
        return;
      }
    }
  }

  private Behavior<Command> onTick(Tick tick) {
    if (tick == Tick.REGISTER) {
      register();
    } else if (tick == Tick.PULSE) {
      coordinator.tell(
          new CoordinatorProtocol.Condition(description.id(), description.incarnation(), "", self));
      coordinator.tell(new CoordinatorProtocol.ClockRead(description.id(), clock.instant()));
      leases().forEach(id -> coordinator.tell(new CoordinatorProtocol.StillRunning(id)));
    } else if (tick == Tick.PROGRESS) {
      slots.forEach(slot -> slot.progress().ifPresent(coordinator::tell));
    } else {
      long before = System.nanoTime() - RESEND.toNanos();
      for (SimulatedSlot slot : slots) {
        slot.unanswered(before).ifPresent(this::resend);
      }
    }
    return this;
  }

  private void resend(CoordinatorProtocol report) {
    tally.resent();
    coordinator.tell(report);
  }

  private void register() {
    coordinator.tell(
        new CoordinatorProtocol.RegisterWorker(description, leases(), Wire.PROTOCOL_VERSION, self));
    timers.cancel(Tick.PULSE);
    timers.startSingleTimer(Tick.REGISTER, Tick.REGISTER, REGISTER);
  }

  private List<LeaseId> leases() {
    return slots.stream().flatMap(slot -> slot.lease().stream()).sorted().toList();
  }
}
