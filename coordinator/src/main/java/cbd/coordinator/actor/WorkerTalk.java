package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import cbd.coordinator.schedule.Registration;
import cbd.coordinator.schedule.Verdict;
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

/** What the coordinator makes of the things workers say: events, and answers for afterwards. */
final class WorkerTalk {
  private static final Logger log = LoggerFactory.getLogger(WorkerTalk.class);

  private final ActorContext<Message> context;
  private final Ledger ledger;
  private final CoordinatorObserver observer;
  private final long term;

  WorkerTalk(
      ActorContext<Message> context, Ledger ledger, CoordinatorObserver observer, long term) {
    this.context = context;
    this.ledger = ledger;
    this.observer = observer;
    this.term = term;
  }

  /** Takes any of the protocol's messages. */
  void take(CoordinatorProtocol message, Instant now) {
    if (message instanceof CoordinatorProtocol.RegisterWorker register) {
      onRegister(register, now);
    } else if (message instanceof CoordinatorProtocol.Pulse pulse) {
      onPulse(pulse, now);
    } else if (message instanceof CoordinatorProtocol.Progressed progressed) {
      onProgressed(progressed, now);
    } else if (message instanceof CoordinatorProtocol.EpochDone done) {
      onEpochDone(done, now);
    } else if (message instanceof CoordinatorProtocol.AttemptFinished finished) {
      onAttemptFinished(finished, now);
    } else if (message instanceof CoordinatorProtocol.WorkerLeaving leaving) {
      onLeaving(leaving, now);
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
    Duration pulseEvery = ledger.scheduler().settings().pulseTimeout().dividedBy(3);
    List<Effect> answers = new ArrayList<>();
    answers.add(
        new Effect.Tell<>(
            register.replyTo(),
            new WorkerProtocol.Registered(term, pulseEvery, registration.adopted())));
    registration.resend().forEach(lease -> answers.add(ledger.order(lease)));
    ledger.enter(registration.events(), answers);
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
      ledger.scheduler().nodeRemoved(ledger.state(), gone.worker());
      log.warn(
          "Worker is gone from the cluster, its leases run on: worker={} leaseSeconds={}",
          gone.worker(),
          ledger.scheduler().settings().leaseDuration().toSeconds());
    }
  }

  private void onPulse(CoordinatorProtocol.Pulse pulse, Instant now) {
    boolean reachable = ledger.workers().find(pulse.worker()).isPresent();
    if (!reachable
        || !ledger.scheduler().pulse(ledger.state(), pulse.worker(), pulse.incarnation(), now)) {
      pulse.replyTo().tell(new WorkerProtocol.RegistrationNeeded());
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
              at -> ledger.paces().progressed(id, Ledger.work(at), progressed.progress(), now));
      return;
    }
    observer.staleMessage("progressed");
    ledger
        .workers()
        .formerHolder(id)
        .ifPresent(ref -> ledger.enter(List.of(), List.of(new Effect.Tell<>(ref, stale(id)))));
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
    if (verdict.kind() == Verdict.Kind.DUPLICATE) {
      observer.duplicateMessage(message);
    } else if (verdict.kind() == Verdict.Kind.STALE) {
      observer.staleMessage(message);
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
