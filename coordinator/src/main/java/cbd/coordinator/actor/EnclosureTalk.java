package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import cbd.coordinator.store.Enclosures;
import cbd.coordinator.store.KeptLog;
import cbd.domain.AttackPicture;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol.LogEnd;
import cbd.wire.CoordinatorProtocol.LogTail;
import cbd.wire.CoordinatorProtocol.PictureTold;
import cbd.wire.WorkerProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers send beside reports: ends of logs, pictures. None of it is an event: what came
 * within a second goes into the store in one transaction of its own, what is too much is dropped,
 * and what could not be kept is dropped as well, for workers say it again. The store has one
 * thread, so that a report waits for such a transaction when one is under way, never for two; that
 * is why little goes into each.
 */
final class EnclosureTalk {
  private static final Logger log = LoggerFactory.getLogger(EnclosureTalk.class);

  /** Of each kind, for a second: four mebibytes of logs at most. */
  private static final int MOST = 64;

  /** Of those pictures that come with their bytes. */
  private static final int MOST_WHOLE = 8;

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private record Tail(Enclosures.OfAttempt row, ActorRef<WorkerProtocol> replyTo) {}

  private record Told(LeaseId lease, Enclosures.OfTrial row, ActorRef<WorkerProtocol> replyTo) {}

  private final Ledger ledger;
  private final Journal journal;
  private final Executor storeExecutor;
  private List<Tail> tails = new ArrayList<>();
  private List<Told> pictures = new ArrayList<>();

  /** What is on its way into the store. */
  private List<Tail> tailsUnderWay = List.of();

  private List<Told> picturesUnderWay = List.of();
  private boolean isUnderWay;

  EnclosureTalk(Ledger ledger, Journal journal, Executor storeExecutor) {
    this.ledger = ledger;
    this.journal = journal;
    this.storeExecutor = storeExecutor;
  }

  void onEnd(LogEnd end) {
    take(end.lease(), end.trial(), end.size(), end.bytes(), end.replyTo());
  }

  void onTail(LogTail tail) {
    take(tail.lease(), null, tail.size(), tail.bytes(), tail.replyTo());
  }

  /** While a lease is valid, its attempt's log has no end: it comes too early, or is another's. */
  private void take(
      LeaseId lease,
      @Nullable TrialId trial,
      long size,
      Bytes end,
      ActorRef<WorkerProtocol> replyTo) {
    int bytes = end.size();
    if (bytes > LogEnd.MAX || size < bytes) {
      log.warn("The end of a log is none: lease={} size={} bytes={}", lease, size, bytes);
      replyTo.tell(new WorkerProtocol.LogKept(lease));
    } else if (ledger.state().lease(lease).isEmpty() && tails.size() < MOST) {
      tails.add(
          new Tail(
              new Enclosures.OfAttempt(lease, trial, new KeptLog(size, end.toArray())), replyTo));
    }
  }

  /** Only who holds a trial's current lease may say what its attack looks like. */
  void onPicture(PictureTold told) {
    Optional<Lease> lease = ledger.state().lease(told.lease());
    Optional<AttackPicture> picture = picture(told);
    boolean isWhole = told.png().size() == 0 || picture.isPresent();
    if (lease.isEmpty() || !isWhole || !DIGEST.matcher(told.digest()).matches()) {
      told.replyTo().tell(new WorkerProtocol.PictureTaken(told.lease(), told.digest(), false));
    } else if (pictures.size() < MOST && (picture.isEmpty() || whole() < MOST_WHOLE)) {
      pictures.add(
          new Told(
              told.lease(),
              new Enclosures.OfTrial(lease.get().trial(), told.digest(), picture.orElse(null)),
              told.replyTo()));
    }
  }

  private long whole() {
    return pictures.stream().filter(told -> told.row().picture() != null).count();
  }

  /** What it says that it is; empty when it has no bytes or is something else. */
  private static Optional<AttackPicture> picture(PictureTold told) {
    if (told.png().size() == 0) {
      return Optional.empty();
    }
    try {
      AttackPicture picture = AttackPicture.of(told.images(), told.gain(), told.png().toArray());
      if (picture.digest().equals(told.digest())) {
        return Optional.of(picture);
      }
    } catch (IllegalArgumentException e) {
      // Told below: either way it is not what it was announced as.
    }
    log.warn("A picture is not what it was announced as: lease={}", told.lease());
    return Optional.empty();
  }

  /** Writes what has come, unless something is still on its way. */
  void keep(ActorContext<Message> context) {
    if (isUnderWay || (tails.isEmpty() && pictures.isEmpty())) {
      return;
    }
    isUnderWay = true;
    tailsUnderWay = tails;
    picturesUnderWay = pictures;
    tails = new ArrayList<>();
    pictures = new ArrayList<>();
    Enclosures enclosures =
        new Enclosures(
            tailsUnderWay.stream().map(Tail::row).toList(),
            picturesUnderWay.stream().map(Told::row).toList());
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> journal.keep(enclosures), storeExecutor),
        (wanted, failure) -> {
          if (failure != null) {
            log.info("Logs and pictures are not kept now: reason={}", failure.toString());
          }
          return new CoordinatorActor.EnclosuresKept(failure == null ? wanted : null);
        });
  }

  void onKept(CoordinatorActor.EnclosuresKept kept) {
    isUnderWay = false;
    Set<String> wanted = kept.wanted();
    if (wanted == null) {
      return; // Workers say it again.
    }
    tailsUnderWay.forEach(
        tail -> tail.replyTo().tell(new WorkerProtocol.LogKept(tail.row().lease())));
    picturesUnderWay.forEach(
        told ->
            told.replyTo()
                .tell(
                    new WorkerProtocol.PictureTaken(
                        told.lease(), told.row().digest(), wanted.contains(told.row().digest()))));
    tailsUnderWay = List.of();
    picturesUnderWay = List.of();
  }
}
