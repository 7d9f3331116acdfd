package cbd.worker.actor;

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
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.RunnerHost;
import cbd.worker.runner.Slot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
    /** It takes no more work and hands back what runs. */
    SOON,
    /** Nothing is left to say. */
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

  private static final long NO_TERM = -1;

  private final WorkerDescription description;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final List<Slot> slots;
  private final List<ActorRef<SlotRunner.Command>> runners = new ArrayList<>();
  private final WorkerMetrics metrics;
  private final Pace pace;
  private final Readiness readiness;
  private final InstantSource clock;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private final ActorRef<EnclosureSender.Command> enclosures;

  /** Leases that every unanswered registration named. */
  private Set<LeaseId> named = Set.of();

  /** Of the coordinator that it last registered with. */
  private long term = NO_TERM;

  private int tries;
  private boolean asking;
  private boolean registered;
  private boolean inSight;
  private boolean leaving;

  /**
   * Whether the worker can work, and what becomes of it when it shall not any more.
   *
   * @param trouble why it takes no work for now, in words; empty: it does
   * @param depart called when the coordinator has no more use for the worker; must not block
   */
  record Readiness(Supplier<String> trouble, Runnable depart) {}

  /**
   * How often things are said.
   *
   * @param register between two tries to register
   * @param resend how long an acknowledgement is waited for
   * @param progress at least between two words of a trial's progress; zero: as its runner says them
   */
  record Pace(Duration register, Duration resend, Duration progress) {
    /** Usual, but for how often progress is told. */
    static Pace of(Duration progress) {
      return new Pace(Duration.ofSeconds(2), Duration.ofSeconds(5), progress);
    }
  }

  /**
   * @param coordinator the way to whoever is coordinator; may lose what it is told
   * @param slots by index; they outlive this actor
   * @param host of their runners
   */
  static Behavior<Command> create(
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      List<Slot> slots,
      RunnerHost host,
      WorkerMetrics metrics,
      Pace pace,
      Readiness readiness,
      InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new WorkerAgent(
                        context,
                        timers,
                        description,
                        coordinator,
                        slots,
                        host,
                        metrics,
                        pace,
                        readiness,
                        clock)));
  }

  private WorkerAgent(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WorkerDescription description,
      ActorRef<CoordinatorProtocol> coordinator,
      List<Slot> slots,
      RunnerHost host,
      WorkerMetrics metrics,
      Pace pace,
      Readiness readiness,
      InstantSource clock) {
    super(context);
    context.setLoggerName(WorkerAgent.class);
    this.description = description;
    this.coordinator = coordinator;
    this.slots = slots;
    this.metrics = metrics;
    this.pace = pace;
    this.readiness = readiness;
    this.clock = clock;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    for (Slot slot : slots) {
      runners.add(
          context.spawn(
              SlotRunner.create(slot, coordinator, metrics, pace), "slot-" + slot.index()));
    }
    enclosures =
        context.spawn(EnclosureSender.create(host, coordinator, pace.resend()), "enclosures");
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
    } else if (message instanceof WorkerProtocol.LogWanted wanted) {
      enclosures.tell(new EnclosureSender.Read(wanted));
    } else if (message instanceof WorkerProtocol.ModelWanted wanted) {
      enclosures.tell(new EnclosureSender.Fetch(wanted));
    } else if (message instanceof WorkerProtocol.HandBack back) {
      onHandBack(back);
    } else if (message instanceof WorkerProtocol.Depart depart) {
      getContext().getLog().info("Nothing is left to do here. reason={}", depart.reason());
      readiness.depart().run();
    }
    return this;
  }

  /** One that is not known here was never begun: the order to start is lost. */
  private void onHandBack(WorkerProtocol.HandBack back) {
    boolean known = false;
    for (Slot slot : slots) {
      known |= slot.handBack(back.lease(), back.reason());
    }
    if (!known) {
      coordinator.tell(
          new CoordinatorProtocol.AttemptFinished(
              back.lease(), 1, new TrialOutcome.Stopped(back.reason()), self));
    }
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
    if (++tries % TRIES_A_WORD == 2) {
      getContext()
          .getLog()
          .info(
              "No coordinator answers yet; this worker goes on asking. worker={} tries={}"
                  + " inSight={}",
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
    if (term != NO_TERM && term != yes.epoch()) {
      runners.forEach(runner -> runner.tell(SlotRunner.NewOffice.BEGUN));
    }
    term = yes.epoch();
    named = Set.of();
    asking = false;
    registered = true;
    tries = 0;
    showConnected();
    timers.cancel(Tick.REGISTER);
    timers.startTimerWithFixedDelay(Tick.PULSE, Tick.PULSE, yes.pulseEvery());
    tellMemory();
    if (!trouble().isEmpty()) {
      pulse(); // At once: the coordinator may be about to grant something.
    }
  }

  private String trouble() {
    if (leaving) {
      return "it is told to go";
    }
    String general = readiness.trouble().get();
    return general.isEmpty()
        ? slots.stream().flatMap(slot -> slot.trouble().stream()).findFirst().orElse("")
        : general;
  }

  /** Shows that the worker lives and whether it takes work, and vouches for what runs here. */
  private void pulse() {
    coordinator.tell(
        new CoordinatorProtocol.Condition(
            description.id(), description.incarnation(), trouble(), self));
    coordinator.tell(new CoordinatorProtocol.ClockRead(description.id(), clock.instant()));
    tellMemory();
    for (Slot slot : slots) {
      slot.leases().forEach(lease -> coordinator.tell(new CoordinatorProtocol.StillRunning(lease)));
    }
  }

  private void tellMemory() {
    coordinator.tell(
        new CoordinatorProtocol.SlotMemory(
            description.id(),
            description.incarnation(),
            slots.stream().map(slot -> slot.share().memory()).toList()));
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
    String trouble = trouble();
    if (trouble.isEmpty()) {
      runners.get(index).tell(new SlotRunner.Start(start.lease(), start.spec()));
    } else {
      pulse(); // First: else the coordinator grants it here again at once.
      slots.get(index).decline(start.lease(), trouble);
    }
  }

  private Behavior<Command> onSight(CoordinatorInSight sight) {
    boolean appeared = sight.reachable() && !inSight;
    inSight = sight.reachable();
    showConnected();
    if (appeared) {
      timers.cancel(Tick.ALONE);
      register();
    } else if (!inSight && !timers.isTimerActive(Tick.ALONE)) {
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
      pulse();
    }
    return this;
  }

  private Behavior<Command> onLeave(Leave leave) {
    leaving = true;
    if (leave == Leave.SOON) {
      if (registered) {
        pulse();
      }
      return this;
    }
    List<LeaseId> undelivered = slots.stream().flatMap(slot -> slot.leases().stream()).toList();
    if (undelivered.isEmpty()) {
      coordinator.tell(
          new CoordinatorProtocol.WorkerLeaving(description.id(), description.incarnation()));
    } else {
      // Saying goodbye would give these leases back, and what is on disk for them would be stale.
      getContext()
          .getLog()
          .info("Reports stay on disk for the next start; their leases run on: {}", undelivered);
    }
    timers.cancelAll();
    metrics.connected(false);
    return this;
  }

  private void showConnected() {
    metrics.connected(registered && inSight);
  }
}
