package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import cbd.coordinator.schedule.Registration;
import cbd.coordinator.schedule.Steering;
import cbd.coordinator.schedule.Verdict;
import cbd.coordinator.schedule.WorkerView;
import cbd.domain.LeaseId;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the coordinator makes of the things workers say: events, and answers for afterwards. */
final class WorkerTalk {
  private static final Logger log = LoggerFactory.getLogger(WorkerTalk.class);

  private final ActorContext<Message> context;
  private final Ledger ledger;
  private final CoordinatorObserver observer;
  private final Labour labour;
  private final Clocks clocks;
  private final long term;
  private final CheckpointTalk checkpoints;
  private final PieceTalk pieces;
  private final EnclosureTalk enclosures;

  WorkerTalk(
      ActorContext<Message> context,
      Ledger ledger,
      Labour labour,
      Clocks clocks,
      CoordinatorObserver observer,
      long term,
      CheckpointTalk checkpoints,
      PieceTalk pieces,
      EnclosureTalk enclosures) {
    this.context = context;
    this.ledger = ledger;
    this.labour = labour;
    this.clocks = clocks;
    this.observer = observer;
    this.term = term;
    this.checkpoints = checkpoints;
    this.pieces = pieces;
    this.enclosures = enclosures;
  }

  /** Takes any of the protocol's messages. */
  void take(CoordinatorProtocol message, Instant now) {
    if (message instanceof CoordinatorProtocol.RegisterWorker register) {
      onRegister(register, now);
    } else if (message instanceof CoordinatorProtocol.Condition condition) {
      onCondition(condition, now);
    } else if (message instanceof CoordinatorProtocol.ClockRead read) {
      clocks.told(read.worker(), read.at(), now);
    } else if (message instanceof CoordinatorProtocol.SlotMemory told) {
      ledger
          .scheduler()
          .slotMemory(ledger.state(), told.worker(), told.incarnation(), told.bytes());
    } else if (message instanceof CoordinatorProtocol.StillRunning still) {
      onStillRunning(still, now);
    } else if (message instanceof CoordinatorProtocol.Progressed progressed) {
      onProgressed(progressed, now);
    } else if (message instanceof CoordinatorProtocol.EpochDone done) {
      onEpochDone(done, now);
    } else if (message instanceof CoordinatorProtocol.AttemptFinished finished) {
      onAttemptFinished(finished, now);
    } else if (message instanceof CoordinatorProtocol.WorkerLeaving leaving) {
      onLeaving(leaving, now);
    } else if (message instanceof CoordinatorProtocol.CheckpointChunk chunk) {
      checkpoints.onChunk(chunk);
    } else if (message instanceof CoordinatorProtocol.CheckpointWanted wanted) {
      checkpoints.onWanted(wanted);
    } else if (message instanceof CoordinatorProtocol.LogPiece piece) {
      pieces.onPiece(piece);
    } else if (message instanceof CoordinatorProtocol.ModelPiece piece) {
      pieces.onPiece(piece);
    } else if (message instanceof CoordinatorProtocol.LogEnd end) {
      enclosures.onEnd(end);
    } else if (message instanceof CoordinatorProtocol.LogTail tail) {
      enclosures.onTail(tail);
    } else if (message instanceof CoordinatorProtocol.PictureTold told) {
      enclosures.onPicture(told);
    } else {
      throw new IllegalArgumentException("nobody said what to do with " + message);
    }
  }

  private void onRegister(CoordinatorProtocol.RegisterWorker register, Instant now) {
    if (register.protocolVersion() != Wire.PROTOCOL_VERSION) {
      refuse(
          register,
          "it speaks version "
              + register.protocolVersion()
              + " of the protocol, this coordinator version "
              + Wire.PROTOCOL_VERSION
              + "; install the same cbd on both");
      return;
    }
    Registration registration =
        ledger.scheduler().register(ledger.state(), register.worker(), register.running(), now);
    if (registration.refusal().isPresent()) {
      refuse(register, registration.refusal().get());
      return;
    }
    watch(register);
    int slots = register.worker().slots().size();
    ledger.waiting().freed(register.worker().id(), slots, now);
    Duration pulseEvery = ledger.scheduler().settings().pulseTimeout().dividedBy(3);
    List<Effect> answers = new ArrayList<>();
    answers.add(
        new Effect.Tell<>(
            register.replyTo(),
            new WorkerProtocol.Registered(term, pulseEvery, registration.adopted())));
    registration.resend().forEach(lease -> answers.add(ledger.order(lease)));
    ledger.enter(registration.events(), answers);
    ledger.enter(List.of(), ledger.wishes(register.worker().id()));
    log.info(
        "Worker registered: worker={} incarnation={} host={} slots={} adopted={}",
        register.worker().id(),
        register.worker().incarnation(),
        register.worker().host(),
        register.worker().slots(),
        registration.adopted());
  }

  private void refuse(CoordinatorProtocol.RegisterWorker register, String reason) {
    observer.registrationRefused();
    log.warn("Worker refused: worker={} reason={}", register.worker().id(), reason);
    register.replyTo().tell(new WorkerProtocol.RegistrationRefused(reason));
  }

  /** The cluster says when the worker's actor is gone: it stopped, or its node was removed. */
  private void watch(CoordinatorProtocol.RegisterWorker register) {
    WorkerId worker = register.worker().id();
    ledger.workers().put(worker, register.replyTo()).ifPresent(context::unwatch);
    context.unwatch(register.replyTo());
    context.watchWith(
        register.replyTo(), new CoordinatorActor.WorkerGone(worker, register.replyTo()));
  }

  void onGone(CoordinatorActor.WorkerGone gone) {
    ActorRef<WorkerProtocol> current = ledger.workers().find(gone.worker()).orElse(null);
    if (gone.ref().equals(current)) {
      ledger.workers().remove(gone.worker());
      if (ledger.scheduler().nodeRemoved(ledger.state(), gone.worker())) {
        observer.workerLost();
      }
      long leases =
          ledger.state().running().stream()
              .filter(at -> at.lease().slot().worker().equals(gone.worker()))
              .count();
      log.atLevel(leases > 0 ? Level.WARN : Level.INFO)
          .log(
              "Worker is gone from the cluster, its leases run on: worker={} leases={}"
                  + " leaseSeconds={}",
              gone.worker(),
              leases,
              ledger.scheduler().settings().leaseDuration().toSeconds());
    }
  }

  private void onCondition(CoordinatorProtocol.Condition condition, Instant now) {
    WorkerId worker = condition.worker();
    String trouble = condition.trouble();
    boolean reachable = ledger.workers().find(worker).isPresent();
    String before = trouble(worker);
    if (!reachable
        || !ledger
            .scheduler()
            .condition(ledger.state(), worker, condition.incarnation(), trouble, now)) {
      condition.replyTo().tell(new WorkerProtocol.RegistrationNeeded());
      return;
    }
    if (!trouble.equals(before)) {
      log.info(
          trouble.isEmpty()
              ? "Worker takes work again: worker={}"
              : "Worker takes no work for now: worker={} reason={}",
          worker,
          trouble);
      ledger
          .state()
          .worker(worker)
          .ifPresent(view -> ledger.waiting().freed(worker, view.slots().size(), now));
    }
    ledger.enter(List.of(), ledger.wishes(worker));
  }

  private String trouble(WorkerId worker) {
    return ledger.state().worker(worker).map(WorkerView::trouble).orElse("");
  }

  private void onStillRunning(CoordinatorProtocol.StillRunning still, Instant now) {
    if (!ledger.scheduler().stillRunning(ledger.state(), still.lease(), now)) {
      refuse("still-running", still.lease());
    }
  }

  private void refuse(String message, LeaseId id) {
    tellStale(message, id);
    if (Steering.mayComeBack(ledger.state(), id)) {
      WorkerProtocol again = new WorkerProtocol.RegistrationNeeded();
      ledger.workers().formerHolder(id).ifPresent(ref -> ref.tell(again));
      return;
    }
    ledger
        .workers()
        .formerHolder(id)
        .ifPresent(ref -> ledger.enter(List.of(), List.of(new Effect.Tell<>(ref, stale(id)))));
  }

  private void tellStale(String message, LeaseId id) {
    observer.staleMessage(message);
    if (id.value() >= ledger.state().nextLeaseId()) {
      observer.reportRejected("never-granted");
      log.warn("Message under a lease that was never granted: message={} lease={}", message, id);
    }
  }

  private void onProgressed(CoordinatorProtocol.Progressed progressed, Instant now) {
    LeaseId id = progressed.lease();
    if (ledger.scheduler().progress(ledger.state(), id, progressed.progress(), now)) {
      ledger
          .state()
          .lease(id)
          .flatMap(lease -> ledger.state().standing(lease.trial()))
          .ifPresent(
              at -> {
                ledger.paces().progressed(id, Ledger.work(at), progressed.progress(), now);
                labour.progressed(at.trial().id(), now);
              });
      return;
    }
    refuse("progressed", id);
  }

  private void onEpochDone(CoordinatorProtocol.EpochDone done, Instant now) {
    Verdict verdict =
        ledger
            .scheduler()
            .epochDone(ledger.state(), done.lease(), done.sequence(), done.metrics(), now);
    answer(verdict, done.lease(), done.sequence(), done.replyTo(), "epoch-done");
  }

  private void onAttemptFinished(CoordinatorProtocol.AttemptFinished finished, Instant now) {
    Verdict verdict =
        ledger
            .scheduler()
            .attemptFinished(
                ledger.state(), finished.lease(), finished.sequence(), finished.outcome(), now);
    answer(verdict, finished.lease(), finished.sequence(), finished.replyTo(), "attempt-finished");
  }

  private void answer(
      Verdict verdict, LeaseId lease, long sequence, ActorRef<WorkerProtocol> to, String message) {
    List<Effect> answers = new ArrayList<>();
    if (verdict.kind() != Verdict.Kind.EARLY) {
      answers.add(new Effect.Tell<>(to, new WorkerProtocol.Acknowledged(lease, sequence)));
    }
    if (Steering.mayComeBack(ledger.state(), lease)) {
      // To the worker's own address: a slot's actor only delivers.
      ledger
          .workers()
          .formerHolder(lease)
          .ifPresent(ref -> ref.tell(new WorkerProtocol.RegistrationNeeded()));
    }
    if (verdict.kind() == Verdict.Kind.DUPLICATE) {
      observer.duplicateMessage(message);
    } else if (verdict.kind() == Verdict.Kind.STALE) {
      tellStale(message, lease);
      answers.add(new Effect.Tell<>(to, stale(lease)));
      log.info("Stale report turned away: message={} lease={}", message, lease);
    }
    ledger.enter(verdict.events(), answers);
  }

  private static WorkerProtocol stale(LeaseId lease) {
    return new WorkerProtocol.StopAttempt(lease, "lease " + lease + " is not current any more");
  }

  private void onLeaving(CoordinatorProtocol.WorkerLeaving leaving, Instant now) {
    ledger.enter(
        ledger.scheduler().leave(ledger.state(), leaving.worker(), leaving.incarnation(), now),
        List.of());
    log.info("Worker leaves: worker={}", leaving.worker());
  }
}
