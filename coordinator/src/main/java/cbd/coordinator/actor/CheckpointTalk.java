package cbd.coordinator.actor;

import cbd.coordinator.checkpoint.CheckpointDepot;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.CheckpointName;
import cbd.domain.Lease;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol.CheckpointChunk;
import cbd.wire.CoordinatorProtocol.CheckpointWanted;
import cbd.wire.WorkerProtocol.CheckpointPiece;
import cbd.wire.WorkerProtocol.CheckpointTaken;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers say of checkpoints. Only who holds a trial's current lease may leave one or ask for
 * one. Nothing of it is an event, and nothing waits for it: files are read and written on a thread
 * of their own, and pieces that it cannot keep up with are dropped, as workers ask again. What
 * becomes of trials is said once and never dropped; what became of them under another coordinator
 * is made up for on taking office.
 */
final class CheckpointTalk {
  private static final Logger log = LoggerFactory.getLogger(CheckpointTalk.class);

  private final Ledger ledger;
  private final CheckpointRoom room;

  CheckpointTalk(Ledger ledger, CheckpointRoom room) {
    this.ledger = ledger;
    this.room = room;
  }

  void onChunk(CheckpointChunk chunk) {
    Optional<Lease> lease = ledger.state().lease(chunk.lease());
    if (lease.isEmpty()) {
      chunk
          .replyTo()
          .tell(new CheckpointTaken(chunk.lease(), chunk.name(), CheckpointTaken.NOT_WANTED));
      return;
    }
    TrialId trial = lease.get().trial();
    ifFew(
        depot -> {
          long next =
              depot
                  .take(
                      trial,
                      chunk.lease(),
                      chunk.name(),
                      chunk.size(),
                      chunk.offset(),
                      chunk.bytes().buffer())
                  .map(
                      at ->
                          at == CheckpointDepot.CANNOT_BE_KEPT
                              ? CheckpointTaken.CANNOT_BE_KEPT
                              : at)
                  .orElse(CheckpointTaken.NOT_WANTED);
          chunk.replyTo().tell(new CheckpointTaken(chunk.lease(), chunk.name(), next));
        });
  }

  void onWanted(CheckpointWanted wanted) {
    Optional<Lease> lease = ledger.state().lease(wanted.lease());
    if (lease.isEmpty()) {
      return; // Whoever asks is told elsewhere that its lease is over.
    }
    TrialId trial = lease.get().trial();
    ifFew(
        depot ->
            wanted
                .replyTo()
                .tell(
                    depot
                        .give(trial, wanted.have(), wanted.name(), wanted.offset(), Bytes.MAX)
                        .map(
                            piece ->
                                new CheckpointPiece(
                                    wanted.lease(),
                                    piece.name(),
                                    piece.size(),
                                    piece.offset(),
                                    Bytes.of(piece.bytes().array())))
                        .orElse(
                            new CheckpointPiece(
                                wanted.lease(),
                                CheckpointName.NONE,
                                0,
                                0,
                                Bytes.of(new byte[0])))));
  }

  /** Takes over what another coordinator may have left in the depot; before anything else. */
  void takeOver() {
    Map<TrialId, TrialState> states =
        ledger.state().standings().stream()
            .collect(Collectors.toUnmodifiableMap(at -> at.trial().id(), TrialStanding::state));
    room.later(depot -> depot.putInOrder(states));
  }

  /** Hears what is in the store. One that ended without a result may be called back. */
  void tell(Event event) {
    if (event instanceof Event.TrialSucceeded succeeded) {
      room.later(depot -> depot.forget(succeeded.trial()));
    } else if (event instanceof Event.TrialCancelled cancelled) {
      room.later(depot -> depot.end(cancelled.trial()));
    } else if (event instanceof Event.TrialStopped stopped) {
      room.later(depot -> depot.end(stopped.trial()));
    } else if (event instanceof Event.AttemptFailed failed
        && failed.next() instanceof Event.Next.GiveUp) {
      room.later(depot -> depot.end(failed.trial()));
    } else if (event instanceof Event.LeaseExpired expired
        && expired.next() instanceof Event.Next.GiveUp) {
      room.later(depot -> depot.end(expired.trial()));
    } else if (event instanceof Event.TrialRequeued requeued) {
      room.later(depot -> depot.callBack(requeued.trial()));
    } else if (event instanceof Event.LeaseRevived revived) {
      room.later(depot -> depot.callBack(revived.trial()));
    }
  }

  private void ifFew(Consumer<CheckpointDepot> work) {
    if (!room.laterIfFew(work)) {
      log.debug("More pieces of checkpoints wait than can be kept; one is dropped.");
    }
  }
}
