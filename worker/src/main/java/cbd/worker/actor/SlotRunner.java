package cbd.worker.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.domain.Lease;
import cbd.domain.TrialSpec;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.Report;
import cbd.worker.runner.Slot;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Speaks for one slot: hands it work, tells the coordinator its progress, and delivers its reports
 * one at a time, each again and again until it is acknowledged.
 */
final class SlotRunner extends AbstractBehavior<SlotRunner.Command> {
  /** What a slot's actor hears. */
  sealed interface Command {}

  /** Run this. */
  record Start(Lease lease, TrialSpec spec) implements Command {}

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  private enum Bell implements Command {
    RANG
  }

  private enum Resend implements Command {
    DUE
  }

  private final Slot slot;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final WorkerMetrics metrics;
  private final Duration resendAfter;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private @Nullable Report sent;

  /**
   * @param coordinator may lose what it is told
   * @param resendAfter how long an acknowledgement is waited for
   */
  static Behavior<Command> create(
      Slot slot,
      ActorRef<CoordinatorProtocol> coordinator,
      WorkerMetrics metrics,
      Duration resendAfter) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new SlotRunner(context, timers, slot, coordinator, metrics, resendAfter)));
  }

  private SlotRunner(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Slot slot,
      ActorRef<CoordinatorProtocol> coordinator,
      WorkerMetrics metrics,
      Duration resendAfter) {
    super(context);
    context.setLoggerName(SlotRunner.class);
    this.slot = slot;
    this.coordinator = coordinator;
    this.metrics = metrics;
    this.resendAfter = resendAfter;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    ActorRef<Command> me = context.getSelf();
    slot.listen(() -> me.tell(Bell.RANG));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onMessage(Bell.class, this::onBell)
        .onMessage(Resend.class, this::onResend)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    slot.start(start.lease(), start.spec());
    return this;
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    if (from.message() instanceof WorkerProtocol.Acknowledged ack) {
      slot.acknowledge(ack.lease(), ack.sequence());
    } else if (from.message() instanceof WorkerProtocol.StopAttempt stop) {
      slot.stop(stop.lease(), stop.reason());
    } else {
      getContext().getLog().warn("A slot is told what it is not for. message={}", from.message());
    }
    return deliver();
  }

  private Behavior<Command> onBell(Bell bell) {
    slot.takeStep()
        .ifPresent(
            step ->
                coordinator.tell(
                    new CoordinatorProtocol.Progressed(step.lease(), step.progress())));
    return deliver();
  }

  private Behavior<Command> onResend(Resend resend) {
    if (sent != null) {
      getContext()
          .getLog()
          .info(
              "Report is sent again. slot={} lease={} sequence={}",
              slot.index(),
              sent.lease(),
              sent.sequence());
      metrics.reportResent();
      send(sent);
    }
    return this;
  }

  /** Sends the slot's first report, unless it is on its way already. */
  private Behavior<Command> deliver() {
    Report first = slot.report().orElse(null);
    if (first == null) {
      timers.cancel(Resend.DUE);
    } else if (!first.equals(sent)) {
      send(first);
    }
    sent = first;
    return this;
  }

  private void send(Report report) {
    coordinator.tell(message(report));
    timers.startSingleTimer(Resend.DUE, Resend.DUE, resendAfter);
  }

  private CoordinatorProtocol message(Report report) {
    if (report instanceof Report.Epoch epoch) {
      return new CoordinatorProtocol.EpochDone(
          epoch.lease(), epoch.sequence(), epoch.metrics(), self);
    }
    Report.End end = (Report.End) report;
    return new CoordinatorProtocol.AttemptFinished(
        end.lease(), end.sequence(), end.outcome(), self);
  }

  private Behavior<Command> onStopped(PostStop signal) {
    slot.listen(() -> {});
    return this;
  }
}
