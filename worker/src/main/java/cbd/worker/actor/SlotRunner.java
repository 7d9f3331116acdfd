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
import cbd.domain.LeaseId;
import cbd.domain.TrialSpec;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.Report;
import cbd.worker.runner.Slot;
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

  /** Another coordinator is in office, and this worker has registered with it. */
  enum NewOffice implements Command {
    BEGUN
  }

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  /** Nothing is fetched for it any more: it is here, or does not come. */
  private record Fetched(Start start) implements Command {}

  /** What there was to be sent of its checkpoints was, or could not be. */
  private record Sent(LeaseId lease) implements Command {}

  private enum SenderEnded implements Command {
    UNEXPECTEDLY
  }

  private enum Bell implements Command {
    RANG
  }

  private enum Resend implements Command {
    DUE
  }

  private enum TellProgress implements Command {
    AGAIN
  }

  private final Slot slot;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final WorkerMetrics metrics;
  private final WorkerAgent.Pace pace;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private @Nullable ActorRef<CheckpointSender.Command> sender;
  private @Nullable Report sent;

  /** The lease whose end is only told when its last checkpoint is with the coordinator. */
  private @Nullable LeaseId leaving;

  private @Nullable LeaseId left;

  /**
   * @param coordinator may lose what it is told
   * @param pace of all that it says
   */
  static Behavior<Command> create(
      Slot slot,
      ActorRef<CoordinatorProtocol> coordinator,
      WorkerMetrics metrics,
      WorkerAgent.Pace pace) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SlotRunner(context, timers, slot, coordinator, metrics, pace)));
  }

  private SlotRunner(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Slot slot,
      ActorRef<CoordinatorProtocol> coordinator,
      WorkerMetrics metrics,
      WorkerAgent.Pace pace) {
    super(context);
    context.setLoggerName(SlotRunner.class);
    this.slot = slot;
    this.coordinator = coordinator;
    this.metrics = metrics;
    this.pace = pace;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    sender =
        slot.host().checkpoints().areSent()
            ? context.spawn(
                CheckpointSender.create(
                    slot, coordinator, CheckpointSender.Patience.of(pace.resend())),
                "checkpoint-sender")
            : null;
    if (sender != null) {
      context.watchWith(sender, SenderEnded.UNEXPECTEDLY);
    }
    ActorRef<Command> me = context.getSelf();
    slot.listen(() -> me.tell(Bell.RANG));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Start.class, this::onStart)
        .onMessage(NewOffice.class, this::onNewOffice)
        .onMessage(Fetched.class, this::onFetched)
        .onMessage(Sent.class, this::onSent)
        .onMessage(SenderEnded.class, this::onSenderEnded)
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onMessage(Bell.class, this::onBell)
        .onMessage(Resend.class, this::onResend)
        .onMessage(TellProgress.class, this::onTellProgress)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  /** A later attempt may go on from what another worker left. */
  private Behavior<Command> onStart(Start start) {
    boolean mayGoOn = start.lease().attempt() > 1 && slot.host().checkpoints().areKept();
    if (!mayGoOn) {
      slot.start(start.lease(), start.spec());
    } else if (slot.expect(start.lease())) {
      ActorRef<CheckpointFetcher.Command> fetcher =
          getContext()
              .spawnAnonymous(
                  CheckpointFetcher.create(slot, start.lease(), coordinator, pace.resend()));
      getContext().watchWith(fetcher, new Fetched(start));
    }
    return this;
  }

  private Behavior<Command> onNewOffice(NewOffice begun) {
    if (sender != null) {
      sender.tell(CheckpointSender.NewOffice.BEGUN);
    }
    return this;
  }

  private Behavior<Command> onFetched(Fetched fetched) {
    slot.startExpected(fetched.start().lease(), fetched.start().spec());
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
    if (!timers.isTimerActive(TellProgress.AGAIN)) {
      tellProgress();
    }
    return deliver();
  }

  private Behavior<Command> onTellProgress(TellProgress due) {
    tellProgress();
    return this;
  }

  /** Of what happens until it may tell again, only the newest is told. */
  private void tellProgress() {
    slot.takeStep()
        .ifPresent(
            step -> {
              coordinator.tell(new CoordinatorProtocol.Progressed(step.lease(), step.progress()));
              if (!pace.progress().isZero()) {
                timers.startSingleTimer(TellProgress.AGAIN, TellProgress.AGAIN, pace.progress());
              }
            });
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
    if (first != null && isKeptBack(first)) {
      timers.cancel(Resend.DUE);
      sent = null;
      return this;
    }
    if (first == null) {
      timers.cancel(Resend.DUE);
    } else if (!first.equals(sent)) {
      send(first);
    }
    sent = first;
    return this;
  }

  /** With its end a lease is over, and nothing of it is taken any more. */
  private boolean isKeptBack(Report report) {
    boolean leavesOne =
        report instanceof Report.End
            && slot.checkpoint().filter(kept -> kept.lease().equals(report.lease())).isPresent();
    if (sender == null || !leavesOne || report.lease().equals(left)) {
      return false;
    }
    if (!report.lease().equals(leaving)) {
      leaving = report.lease();
      ActorRef<Command> me = getContext().getSelf();
      LeaseId lease = report.lease();
      sender.tell(new CheckpointSender.Now(lease, () -> me.tell(new Sent(lease))));
    }
    return true;
  }

  private Behavior<Command> onSent(Sent done) {
    left = done.lease();
    return deliver();
  }

  /** No end is kept back any more. */
  private Behavior<Command> onSenderEnded(SenderEnded ended) {
    getContext().getLog().error("Checkpoints are not sent any more. slot={}", slot.index());
    sender = null;
    return deliver();
  }

  private void send(Report report) {
    coordinator.tell(message(report));
    timers.startSingleTimer(Resend.DUE, Resend.DUE, pace.resend());
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
    slot.expectNothing();
    return this;
  }
}
