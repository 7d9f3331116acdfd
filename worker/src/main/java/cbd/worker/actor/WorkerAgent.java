package cbd.worker.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.domain.LeaseId;
import cbd.domain.WorkerDescription;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The worker in one actor system: registers until the coordinator answers, shows that it lives,
 * hands work to its slots, and stops attempts whose lease was not kept.
 */
final class WorkerAgent extends AbstractBehavior<WorkerAgent.Command> {
  /** What the agent hears. */
  sealed interface Command {}

  /** The cluster has, or has not, a coordinator that can be reached. */
  record CoordinatorInSight(boolean reachable) implements Command {}

  /** The worker is about to go: say so. */
  enum Leave implements Command {
    NOW
  }

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  private enum Tick implements Command {
    REGISTER,
    PULSE,
    ALONE
  }

  /**
   * How long a cluster without a coordinator is kept. One that left in good order never comes back
   * to it: started again, it opens a cluster of its own, which only a new actor system can join.
   */
  private static final Duration ALONE = Duration.ofSeconds(10);

  /** A coordinator that refused is asked again: it may be replaced by one that does not. */
  private static final int REFUSED_PAUSE = 15;

  private static final int TRIES_A_WORD = 10;

  private final WorkerDescription description;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final List<Slot> slots;
  private final List<ActorRef<SlotRunner.Command>> runners = new ArrayList<>();
  private final WorkerMetrics metrics;
  private final Pace pace;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;

  /** Leases that every unanswered registration named. */
  private Set<LeaseId> named = Set.of();

  private int tries;
  private boolean asking;
  private boolean registered;
  private boolean inSight;

  /**
   * How often things are said.
   *
   * @param register between two tries to register
   * @param resend how long an acknowledgement is waited for
   */
  record Pace(Duration register, Duration resend) {
    static final Pace USUAL = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }

  /**
   * @param coordinator the way to whoever is coordinator; may lose what it is told
   * @param slots by index; they outlive this actor
   */
  static Behavior<Command> create(
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      List<Slot> slots,
      WorkerMetrics metrics,
      Pace pace) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new WorkerAgent(
                        context, timers, description, coordinator, slots, metrics, pace)));
  }

  private WorkerAgent(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      List<Slot> slots,
      WorkerMetrics metrics,
      Pace pace) {
    super(context);
    context.setLoggerName(WorkerAgent.class);
    this.description = description;
    this.coordinator = coordinator;
    this.slots = slots;
    this.metrics = metrics;
    this.pace = pace;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    for (Slot slot : slots) {
      runners.add(
          context.spawn(
              SlotRunner.create(slot, coordinator, metrics, pace.resend()),
              "slot-" + slot.index()));
    }
    register();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onMessage(CoordinatorInSight.class, this::onSight)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Leave.class, this::onLeave)
        .build();
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    WorkerProtocol message = from.message();
    if (message instanceof WorkerProtocol.Registered yes) {
      onRegistered(yes);
    } else if (message instanceof WorkerProtocol.RegistrationRefused no) {
      onRefused(no);
    } else if (message instanceof WorkerProtocol.RegistrationNeeded) {
      register();
    } else if (message instanceof WorkerProtocol.StartAttempt start) {
      onStart(start);
    } else if (message instanceof WorkerProtocol.StopAttempt stop) {
      slots.forEach(slot -> slot.stop(stop.lease(), stop.reason()));
    } else if (message instanceof WorkerProtocol.Acknowledged ack) {
      slots.forEach(slot -> slot.acknowledge(ack.lease(), ack.sequence()));
    }
    return this;
  }

  private void register() {
    Set<LeaseId> running =
        slots.stream().flatMap(slot -> slot.leases().stream()).collect(Collectors.toSet());
    if (asking) {
      Set<LeaseId> both = new HashSet<>(named);
      both.retainAll(running);
      named = both;
    } else {
      named = running;
    }
    asking = true;
    registered = false;
    showConnected();
    if (++tries % TRIES_A_WORD == 0) {
      getContext()
          .getLog()
          .info(
              "No coordinator answers yet; this worker goes on asking. worker={} tries={} inSight={}",
              description.id(),
              tries,
              inSight);
    }
    coordinator.tell(
        new CoordinatorProtocol.RegisterWorker(
            description, running.stream().sorted().toList(), Wire.PROTOCOL_VERSION, self));
    timers.cancel(Tick.PULSE);
    timers.startSingleTimer(Tick.REGISTER, Tick.REGISTER, pace.register());
  }

  private void onRegistered(WorkerProtocol.Registered yes) {
    getContext()
        .getLog()
        .info(
            "Registered with the coordinator. worker={} slots={} term={} adopted={}",
            description.id(),
            slots.size(),
            yes.epoch(),
            yes.adopted());
    // Only what was named could be adopted: an attempt that began since is not lost.
    for (LeaseId lease : named) {
      if (!yes.adopted().contains(lease)) {
        slots.forEach(slot -> slot.stop(lease, "the coordinator no longer knows its lease"));
      }
    }
    named = Set.of();
    asking = false;
    registered = true;
    tries = 0;
    showConnected();
    timers.cancel(Tick.REGISTER);
    timers.startTimerWithFixedDelay(Tick.PULSE, Tick.PULSE, yes.pulseEvery());
  }

  private void onRefused(WorkerProtocol.RegistrationRefused no) {
    getContext()
        .getLog()
        .error(
            "The coordinator refuses this worker; it will ask again. worker={} reason={}",
            description.id(),
            no.reason());
    timers.startSingleTimer(
        Tick.REGISTER, Tick.REGISTER, pace.register().multipliedBy(REFUSED_PAUSE));
  }

  private void onStart(WorkerProtocol.StartAttempt start) {
    int index = start.lease().slot().index();
    if (index < 0 || index >= runners.size()) {
      getContext()
          .getLog()
          .error("Work came for a slot that is not here; its lease will expire. {}", start.lease());
      return;
    }
    runners.get(index).tell(new SlotRunner.Start(start.lease(), start.spec()));
  }

  private Behavior<Command> onSight(CoordinatorInSight sight) {
    boolean appeared = sight.reachable() && !inSight;
    inSight = sight.reachable();
    showConnected();
    if (appeared) {
      timers.cancel(Tick.ALONE);
      register();
    } else if (!inSight) {
      timers.startSingleTimer(Tick.ALONE, Tick.ALONE, ALONE);
    }
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    if (tick == Tick.ALONE) {
      getContext().getLog().info("No coordinator is left in this cluster; it is given up.");
      return Behaviors.stopped();
    }
    if (tick == Tick.REGISTER) {
      register();
    } else {
      coordinator.tell(
          new CoordinatorProtocol.Pulse(description.id(), description.incarnation(), self));
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    coordinator.tell(
        new CoordinatorProtocol.WorkerLeaving(description.id(), description.incarnation()));
    timers.cancelAll();
    metrics.connected(false);
    return this;
  }

  private void showConnected() {
    metrics.connected(registered && inSight);
  }
}
