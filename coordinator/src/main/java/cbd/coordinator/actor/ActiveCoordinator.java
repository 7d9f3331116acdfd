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
import cbd.coordinator.schedule.TrialStanding;
import cbd.coordinator.store.StoredState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * decided but the early stops that recorded epochs bring about, and people are told so at once;
 * leases still live by their progress. When the store says that another coordinator took office,
 * this one stops for good.
 */
final class ActiveCoordinator extends AbstractBehavior<Message> {
  private static final Logger log = LoggerFactory.getLogger(ActiveCoordinator.class);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Several times in the silence after which another coordinator may open a cluster. */
  private static final Duration ATTEND = Duration.ofSeconds(5);

  private final CoordinatorActor.Parts parts;
  private final TimerScheduler<Message> timers;
  private final Ledger ledger;
  private final Labour labour;
  private final Clocks clocks = new Clocks();
  private final Chronicle chronicle;
  private final CheckpointTalk checkpointTalk;
  private final PieceTalk pieceTalk;
  private final EnclosureTalk enclosureTalk;
  private final WorkerTalk workerTalk;
  private final PeopleTalk peopleTalk;
  private final LiveViews views;
  private final Presence presence;

  private final StoreHealth store = new StoreHealth();

  private ActiveCoordinator(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      CoordinatorActor.Parts parts,
      Journal.Opened opened) {
    super(context);
    this.parts = parts;
    this.timers = timers;
    ledger = new Ledger(new Scheduler(parts.settings()), opened.started(), now());
    labour = new Labour(ledger, now());
    chronicle = new Chronicle(ledger, labour, parts.observer());
    checkpointTalk = new CheckpointTalk(ledger, parts.checkpoints());
    pieceTalk = new PieceTalk(ledger);
    enclosureTalk = new EnclosureTalk(ledger, parts.journal(), parts.storeExecutor());
    workerTalk =
        new WorkerTalk(
            context,
            ledger,
            labour,
            clocks,
            parts.observer(),
            opened.term(),
            checkpointTalk,
            pieceTalk,
            enclosureTalk);
    peopleTalk = new PeopleTalk(ledger);
    views = new LiveViews(ledger, opened.term());
    presence = new Presence(now());
  }

  static Behavior<Message> create(
      ActorContext<Message> context, CoordinatorActor.Parts parts, Journal.Opened opened) {
    return Behaviors.withTimers(
        timers -> {
          ActiveCoordinator active = new ActiveCoordinator(context, timers, parts, opened);
          active.checkpointTalk.takeOver();
          // Fixed delay: after a long pause a fixed rate would fire all missed ticks in a burst.
          timers.startTimerWithFixedDelay(new CoordinatorActor.Tick(), TICK);
          if (parts.journal().isContested()) {
            timers.startTimerWithFixedDelay(new CoordinatorActor.Attend(), ATTEND);
          }
          parts.observer().termBegan(opened.term());
          parts.observer().resultsFound(results(opened.started()));
          parts.desk().open(context.getSelf(), context.getSystem().scheduler(), opened.term());
          log.info(
              "Coordinator took office: term={} trials={} sweeps={}",
              opened.term(),
              active.ledger.state().counts(),
              opened.started().sweeps().size());
          return active;
        });
  }

  private static List<CoordinatorObserver.Finished> results(StoredState stored) {
    List<CoordinatorObserver.Finished> results = new ArrayList<>();
    for (TrialStanding at : stored.standings()) {
      if (at.scores() != null) {
        results.add(new CoordinatorObserver.Finished(at.trial().spec(), at.scores()));
      }
    }
    return results;
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(CoordinatorActor.FromWorker.class, this::onFromWorker)
        .onMessage(CoordinatorActor.WorkerGone.class, this::onWorkerGone)
        .onMessage(Request.Change.class, this::onChange)
        .onMessage(Request.Look.class, this::onLook)
        .onMessage(Request.Read.class, this::onRead)
        .onMessage(CoordinatorActor.EnclosuresKept.class, this::onEnclosuresKept)
        .onMessage(CoordinatorActor.Tick.class, this::onTick)
        .onMessage(CoordinatorActor.Attend.class, this::onAttend)
        .onMessage(CoordinatorActor.Attended.class, this::onAttended)
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
    if (!store.isAvailable()) {
      change.replyTo().tell(new Reply.Unavailable(store.trouble(now()).orElseThrow()));
      return this;
    }
    peopleTalk.take(change, now());
    return goOn();
  }

  private Behavior<Message> onLook(Request.Look look) {
    look.begins().run();
    look.replyTo().tell(views.take(now(), store));
    return this;
  }

  private Behavior<Message> onRead(Request.Read read) {
    pieceTalk.ask(read, now());
    return this;
  }

  private Behavior<Message> onEnclosuresKept(CoordinatorActor.EnclosuresKept kept) {
    enclosureTalk.onKept(kept);
    return this;
  }

  private Behavior<Message> onTick(CoordinatorActor.Tick tick) {
    // After an absence, what workers said meanwhile waits behind this tick.
    if (!returned()) {
      findLost();
    }
    Behavior<Message> next = goOn();
    parts.observer().standing(views.take(now(), store));
    parts
        .observer()
        .vitals(
            new CoordinatorObserver.Vitals(
                ledger.waiting().oldest(now()),
                labour.longestSilence(now()),
                ledger.queue().waiting(),
                clocks.largest(ledger.state().workers())));
    ledger.waiting().forgetOthers(ledger.state().workers());
    pieceTalk.forget(now());
    if (store.isAvailable()) {
      enclosureTalk.keep(getContext());
    }
    return next;
  }

  /** What every message ends with: what is due is decided, what is decided is written. */
  private Behavior<Message> goOn() {
    returned();
    if (store.isAvailable()) {
      ledger.decide(now());
    } else {
      ledger.stop(now());
    }
    write();
    return this;
  }

  private void findLost() {
    for (WorkerId lost : ledger.scheduler().findLost(ledger.state(), now())) {
      parts.observer().workerLost();
      log.warn(
          "Worker is lost, its leases run on: worker={} silentSeconds={}",
          lost,
          parts.settings().pulseTimeout().toSeconds());
    }
  }

  /** Whether this process stood still until now. */
  private boolean returned() {
    Duration away = presence.absence(now());
    if (away.isZero()) {
      return false;
    }
    onReturn(away);
    return true;
  }

  /** Leases could not be renewed meanwhile; and perhaps another one is in office by now. */
  private void onReturn(Duration away) {
    log.warn(
        "Coordinator stood still; leases are prolonged by as much, and the store is asked who is in"
            + " office: seconds={}",
        away.toSeconds());
    ledger.scheduler().excuse(ledger.state(), away);
    attend();
  }

  private Behavior<Message> onAttend(CoordinatorActor.Attend attend) {
    attend();
    return this;
  }

  private void attend() {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(parts.journal()::attend, parts.storeExecutor()),
            (outcome, failure) ->
                failure == null
                    ? new CoordinatorActor.Attended(outcome)
                    : new CoordinatorActor.StoreBroke(failure));
  }

  private Behavior<Message> onAttended(CoordinatorActor.Attended attended) {
    if (attended.outcome() instanceof Journal.Outcome.Fenced fenced) {
      return stepDown(fenced.why());
    }
    return this; // A store that cannot be asked cannot be written either, and that is said there.
  }

  private Behavior<Message> stepDown(String why) {
    log.error("Coordinator is fenced and stops: reason={}", why);
    parts.desk().fence(why);
    return Behaviors.stopped();
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
    store.writes(start);
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
      return stepDown(fenced.why());
    }
    if (ended.outcome() instanceof Journal.Outcome.Unavailable unavailable) {
      return onUnavailable(unavailable.why());
    }
    int failed = store.wrote();
    if (failed > 0) {
      log.info("Store is available again: failedWrites={}", failed);
    }
    parts.observer().storeWritten(ended.took());
    CommitQueue.Batch batch = ledger.queue().committed();
    Instant stored = now();
    batch.events().forEach(event -> chronicle.tell(event, stored));
    batch.events().forEach(checkpointTalk::tell);
    batch.effects().forEach(Effect::happen);
    return goOn();
  }

  private Behavior<Message> onUnavailable(String why) {
    boolean news = store.failed(why);
    parts.observer().storeFailed();
    if (news) {
      log.warn(
          "Store cannot write; nothing is confirmed and nothing new starts until it can, the same"
              + " events are tried again every few seconds: reason={} events={}",
          why,
          ledger.queue().underWay().events().size());
    }
    timers.startSingleTimer(new CoordinatorActor.WriteAgain(), store.pause());
    return this;
  }

  private Behavior<Message> onWriteAgain(CoordinatorActor.WriteAgain again) {
    append(ledger.queue().underWay().events());
    return this;
  }

  private Behavior<Message> closeDesk() {
    parts.desk().close();
    parts.observer().termEnded();
    return this;
  }

  private Instant now() {
    return parts.clock().instant();
  }
}
