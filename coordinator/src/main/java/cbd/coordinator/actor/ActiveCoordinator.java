package cbd.coordinator.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Scheduler;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The coordinator in office. Each message goes one way: the scheduler makes events of it, they are
 * applied, the store writes them on its own threads, and only after the commit is anybody answered
 * or ordered. While one transaction is under way, further events wait and go into the next one.
 *
 * <p>When the store cannot write, the same batch is tried again, nobody is answered, nothing new is
 * decided and people are told so at once; leases still live by their progress. When the store says
 * that another coordinator took office, this one stops for good.
 */
final class ActiveCoordinator extends AbstractBehavior<Message> {
  private static final Logger log = LoggerFactory.getLogger(ActiveCoordinator.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final CoordinatorActor.Parts parts;
  private final TimerScheduler<Message> timers;
  private final Ledger ledger;
  private final Chronicle chronicle;
  private final WorkerTalk workerTalk;
  private final PeopleTalk peopleTalk;
  private final LiveViews views;

  /** Failed writes since the last good one, and why. */
  private int failedWrites;

  private String whyFailed = "";

  private ActiveCoordinator(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      CoordinatorActor.Parts parts,
      Journal.Opened opened) {
    super(context);
    this.parts = parts;
    this.timers = timers;
    ledger = new Ledger(new Scheduler(parts.settings()), opened.started(), now());
    chronicle = new Chronicle(ledger, parts.observer());
    workerTalk = new WorkerTalk(context, ledger, parts.observer(), opened.term());
    peopleTalk = new PeopleTalk(ledger);
    views = new LiveViews(ledger, opened.term());
  }

  static Behavior<Message> create(
      ActorContext<Message> context, CoordinatorActor.Parts parts, Journal.Opened opened) {
    return Behaviors.withTimers(
        timers -> {
          ActiveCoordinator active = new ActiveCoordinator(context, timers, parts, opened);
          // Fixed delay: after a long pause a fixed rate would fire all missed ticks in a burst.
          timers.startTimerWithFixedDelay(new CoordinatorActor.Tick(), TICK);
          parts.observer().termBegan(opened.term());
          parts.desk().open(context.getSelf(), context.getSystem().scheduler(), opened.term());
          log.info(
              "Coordinator took office: term={} trials={} sweeps={}",
              opened.term(),
              active.ledger.state().counts(),
              opened.started().sweeps().size());
          return active;
        });
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(CoordinatorActor.FromWorker.class, this::onFromWorker)
        .onMessage(CoordinatorActor.WorkerGone.class, this::onWorkerGone)
        .onMessage(Request.Change.class, this::onChange)
        .onMessage(Request.Look.class, this::onLook)
        .onMessage(CoordinatorActor.Tick.class, this::onTick)
        .onMessage(CoordinatorActor.WriteEnded.class, this::onWriteEnded)
        .onMessage(CoordinatorActor.WriteAgain.class, this::onWriteAgain)
        .onMessage(
            CoordinatorActor.StoreBroke.class,
            broke -> {
              throw CoordinatorActor.startOver(broke);
            })
        .onSignal(PreRestart.class, signal -> closeDesk())
        .onSignal(PostStop.class, signal -> closeDesk())
        .build();
  }

  private Behavior<Message> onFromWorker(CoordinatorActor.FromWorker from) {
    workerTalk.take(from.message(), now());
    return goOn();
  }

  private Behavior<Message> onWorkerGone(CoordinatorActor.WorkerGone gone) {
    workerTalk.onGone(gone);
    return goOn();
  }

  private Behavior<Message> onChange(Request.Change change) {
    if (failedWrites > 0) {
      change.replyTo().tell(new Reply.Unavailable(whyFailed));
      return this;
    }
    peopleTalk.take(change, now());
    return goOn();
  }

  private Behavior<Message> onLook(Request.Look look) {
    look.replyTo().tell(views.take(now(), failedWrites == 0, true));
    return this;
  }

  private Behavior<Message> onTick(CoordinatorActor.Tick tick) {
    for (WorkerId lost : ledger.scheduler().findLost(ledger.state(), now())) {
      log.warn(
          "Worker is lost, its leases run on: worker={} silentSeconds={}",
          lost,
          parts.settings().pulseTimeout().toSeconds());
    }
    parts.observer().standing(views.take(now(), failedWrites == 0, false));
    return goOn();
  }

  /** What every message ends with: what is due is decided, what is decided is written. */
  private Behavior<Message> goOn() {
    if (failedWrites == 0) {
      ledger.decide(now());
    }
    write();
    return this;
  }

  private void write() {
    Optional<CommitQueue.Batch> next = ledger.queue().next();
    while (next.isPresent() && next.get().events().isEmpty()) {
      ledger.queue().committed().effects().forEach(Effect::happen);
      next = ledger.queue().next();
    }
    next.ifPresent(batch -> append(batch.events()));
  }

  private void append(List<Event> events) {
    Instant start = now();
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> parts.journal().append(events), parts.storeExecutor()),
            (outcome, failure) ->
                failure == null
                    ? new CoordinatorActor.WriteEnded(outcome, Duration.between(start, now()))
                    : new CoordinatorActor.StoreBroke(failure));
  }

  private Behavior<Message> onWriteEnded(CoordinatorActor.WriteEnded ended) {
    if (ended.outcome() instanceof Journal.Outcome.Fenced fenced) {
      log.error("Coordinator is fenced and stops: reason={}", fenced.why());
      parts.desk().fence(fenced.why());
      return Behaviors.stopped();
    }
    if (ended.outcome() instanceof Journal.Outcome.Unavailable unavailable) {
      return onUnavailable(unavailable.why());
    }
    if (failedWrites > 0) {
      log.info("Store is available again: failedWrites={}", failedWrites);
      failedWrites = 0;
    }
    parts.observer().storeWritten(ended.took());
    CommitQueue.Batch batch = ledger.queue().committed();
    batch.events().forEach(chronicle::tell);
    batch.effects().forEach(Effect::happen);
    return goOn();
  }

  private Behavior<Message> onUnavailable(String why) {
    failedWrites++;
    whyFailed = why;
    Duration pause = Duration.ofSeconds(1L << Math.min(failedWrites - 1, 10));
    Duration capped = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    parts.observer().storeFailed();
    log.warn(
        "Store cannot write; nothing is confirmed and nothing new starts until it can, the same"
            + " events are tried again: reason={} events={} failedWrites={} againInSeconds={}",
        why,
        ledger.queue().underWay().events().size(),
        failedWrites,
        capped.toSeconds());
    timers.startSingleTimer(new CoordinatorActor.WriteAgain(), capped);
    return this;
  }

  private Behavior<Message> onWriteAgain(CoordinatorActor.WriteAgain again) {
    append(ledger.queue().underWay().events());
    return this;
  }

  private Behavior<Message> closeDesk() {
    parts.desk().close();
    return this;
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
