package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import cbd.domain.LeaseId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol.LogPiece;
import cbd.wire.CoordinatorProtocol.ModelPiece;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads logs and models of attempts from the workers where they lie, for whoever asks. Each
 * question has a number, and what does not answer it exactly is no answer: a worker's word on sizes
 * and places is not trusted. No lease is renewed by it, and nothing of it is kept here.
 */
final class PieceTalk {
  private static final Logger log = LoggerFactory.getLogger(PieceTalk.class);

  /** Each holds some words, and its answer an eighth of a megabyte. */
  private static final int MOST_QUESTIONS = 256;

  /** Longer than the front desk waits. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(10);

  private record Question(Request.Read read, Instant at) {}

  /** What a worker says of a file. */
  private record Given(LeaseId lease, long request, long size, long offset, Bytes bytes) {}

  private final Ledger ledger;
  private final Map<Long, Question> open = new LinkedHashMap<>();
  private long last;

  PieceTalk(Ledger ledger) {
    this.ledger = ledger;
  }

  void ask(Request.Read read, Instant now) {
    Optional<ActorRef<WorkerProtocol>> worker = ledger.workers().find(read.worker());
    if (worker.isEmpty()) {
      read.replyTo()
          .tell(
              new PieceAnswer.Unreachable(
                  "Worker " + read.worker() + " is not in the cluster now."));
    } else if (open.size() >= MOST_QUESTIONS) {
      read.replyTo()
          .tell(
              new PieceAnswer.Unreachable(
                  "Too many logs and models are being read; try again in a second."));
    } else {
      open.put(++last, new Question(read, now));
      worker.get().tell(question(read, last));
    }
  }

  private static WorkerProtocol question(Request.Read read, long number) {
    return read instanceof Request.ReadModel model
        ? new WorkerProtocol.ModelWanted(
            model.trial(), model.lease(), model.network(), number, model.offset(), model.most())
        : new WorkerProtocol.LogWanted(read.lease(), number, read.offset(), read.most());
  }

  void onPiece(LogPiece piece) {
    take(new Given(piece.lease(), piece.request(), piece.size(), piece.offset(), piece.bytes()));
  }

  void onPiece(ModelPiece piece) {
    take(new Given(piece.lease(), piece.request(), piece.size(), piece.offset(), piece.bytes()));
  }

  private void take(Given piece) {
    Question question = open.get(piece.request());
    if (question == null || !question.read().lease().equals(piece.lease())) {
      log.debug("A piece comes that nobody waits for: lease={}", piece.lease());
      return;
    }
    open.remove(piece.request());
    question.read().replyTo().tell(answer(question.read(), piece));
  }

  private static PieceAnswer answer(Request.Read read, Given piece) {
    if (piece.size() == LogPiece.NONE) {
      return new PieceAnswer.None();
    }
    if (!fits(read, piece)) {
      log.warn(
          "A worker's piece of a file is not what was asked for: worker={} lease={} size={} offset={}"
              + " bytes={}",
          read.worker(),
          piece.lease(),
          piece.size(),
          piece.offset(),
          piece.bytes().size());
      return new PieceAnswer.Unreachable(
          "Worker " + read.worker() + " answers with what was not asked for.");
    }
    return new PieceAnswer.Piece(piece.size(), piece.offset(), piece.bytes().toArray());
  }

  /** A file that is shorter than what was read of it before begins anew at its end. */
  private static boolean fits(Request.Read read, Given piece) {
    if (piece.size() < 0) {
      return false;
    }
    long offset =
        read.offset() < 0
            ? Math.max(0, piece.size() + read.offset())
            : Math.min(piece.size(), read.offset());
    return piece.offset() == offset
        && piece.bytes().size() <= read.most()
        && piece.bytes().size() <= piece.size() - offset;
  }

  /** Questions that no worker answered; who asked was told so in time. */
  void forget(Instant now) {
    open.values().removeIf(question -> question.at().plus(FORGOTTEN_AFTER).isBefore(now));
  }
}
