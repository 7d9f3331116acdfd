package cbd.worker.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.domain.CheckpointName;
import cbd.domain.Lease;
import cbd.training.checkpoint.ArrivingCheckpoint;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import cbd.worker.runner.CheckpointFiles;
import cbd.worker.runner.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before a trial's later attempt: fetches the checkpoints that other workers left with the
 * coordinator, piece by piece, as far as they are of use beside what is here. Of several makings it
 * fetches each, for only the runner knows its own. Ends, and says so, when they are here, when
 * there is none, or when nobody answers: the attempt then begins with what it has. Ends as well
 * when the slot does not expect the attempt any more; while it does, the worker vouches for it.
 * That has an end: where the folder hangs, the attempt is handed back.
 */
final class CheckpointFetcher extends AbstractBehavior<CheckpointFetcher.Command> {
  /** What it hears. */
  sealed interface Command {}

  private record Have(List<CheckpointName> furthest) implements Command {}

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  /** A piece is on the disk. */
  private record Written(WorkerProtocol.CheckpointPiece piece) implements Command {}

  private record Failed(Throwable why) implements Command {}

  private enum Tick implements Command {
    AGAIN,
    HANGS
  }

  private static final Logger log = LoggerFactory.getLogger(CheckpointFetcher.class);
  private static final int TRIES = 6;

  /** Of so many waits for an answer: the last piece takes until all of the file is read again. */
  private static final int HANGS = 4 * TRIES;

  private final Slot slot;
  private final CheckpointFiles files;
  private final Lease lease;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final Duration patience;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private final List<CheckpointName> have = new ArrayList<>();
  private CheckpointName name = CheckpointName.NONE;
  private @Nullable ArrivingCheckpoint arriving;
  private long next;
  private int tries;
  private boolean writing;

  /** What was last to be done on the disk, or is yet. */
  private CompletableFuture<?> disk = CompletableFuture.completedFuture(null);

  /**
   * @param patience how long an answer is waited for, some times over, and the disk a few times
   *     longer
   */
  static Behavior<Command> create(
      Slot slot, Lease lease, ActorRef<CoordinatorProtocol> coordinator, Duration patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new CheckpointFetcher(context, timers, slot, lease, coordinator, patience)));
  }

  private CheckpointFetcher(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Slot slot,
      Lease lease,
      ActorRef<CoordinatorProtocol> coordinator,
      Duration patience) {
    super(context);
    context.setLoggerName(CheckpointFetcher.class);
    this.timers = timers;
    this.slot = slot;
    this.lease = lease;
    this.coordinator = coordinator;
    this.patience = patience;
    files = slot.host().checkpoints();
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    goesOn();
    context.pipeToSelf(
        CompletableFuture.supplyAsync(() -> files.furthest(lease.trial()), slot.host().disk()),
        (furthest, failure) -> failure == null ? new Have(furthest) : new Failed(failure));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Have.class, this::onHave)
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onMessage(Written.class, this::onWritten)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(Tick.class, this::onTick)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private void goesOn() {
    timers.startSingleTimer(Tick.HANGS, Tick.HANGS, patience.multipliedBy(HANGS));
  }

  private Behavior<Command> onHave(Have here) {
    have.addAll(here.furthest());
    return ask();
  }

  private Behavior<Command> ask() {
    if (!slot.isExpected(lease)) {
      getContext().getLog().info("No checkpoint is wanted any more. lease={}", lease.id());
      return Behaviors.stopped();
    }
    coordinator.tell(new CoordinatorProtocol.CheckpointWanted(lease.id(), have, name, next, self));
    timers.startSingleTimer(Tick.AGAIN, Tick.AGAIN, patience);
    return this;
  }

  private Behavior<Command> onTick(Tick tick) {
    if (tick == Tick.HANGS) {
      getContext().getLog().warn("The folder of checkpoints hangs. lease={}", lease.id());
      if (slot.isExpected(lease)) {
        slot.handBack(lease.id(), "its worker's folder of checkpoints hangs");
      }
      return Behaviors.stopped();
    }
    if (++tries > TRIES) {
      getContext()
          .getLog()
          .warn("The coordinator does not say whether it has a checkpoint. lease={}", lease.id());
      return Behaviors.stopped();
    }
    return ask();
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    if (!(from.message() instanceof WorkerProtocol.CheckpointPiece piece)
        || !piece.lease().equals(lease.id())
        || have.contains(piece.name())
        || writing) {
      return this; // Of somebody else, or said twice.
    }
    if (piece.name().equals(CheckpointName.NONE)) {
      return Behaviors.stopped();
    }
    if (!piece.name().equals(name) && piece.offset() == 0) {
      discard();
      name = piece.name();
      next = 0;
      arriving = files.arriving(lease.trial(), name);
    }
    ArrivingCheckpoint file = arriving;
    if (file == null || !piece.name().equals(name) || piece.offset() != next) {
      return this; // Said twice, or of another file: the timer asks again.
    }
    timers.cancel(Tick.AGAIN);
    tries = 0;
    writing = true;
    CompletableFuture<Void> write =
        CompletableFuture.runAsync(() -> write(file, piece), slot.host().disk());
    disk = write;
    getContext()
        .pipeToSelf(
            write, (unused, failure) -> failure == null ? new Written(piece) : new Failed(failure));
    return this;
  }

  private void write(ArrivingCheckpoint file, WorkerProtocol.CheckpointPiece piece) {
    try {
      if (piece.offset() == 0) {
        files.makeRoom(lease.trial(), piece.size());
      }
      file.write(piece.offset(), piece.bytes().buffer());
      if (piece.offset() + piece.bytes().size() >= piece.size()) {
        file.publish();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onWritten(Written written) {
    WorkerProtocol.CheckpointPiece piece = written.piece();
    writing = false;
    goesOn();
    next = piece.offset() + piece.bytes().size();
    if (next >= piece.size()) {
      getContext()
          .getLog()
          .info(
              "A checkpoint came from the coordinator. lease={} trial={} file={} bytes={}",
              lease.id(),
              lease.trial(),
              name,
              piece.size());
      have.add(name);
      name = CheckpointName.NONE;
      arriving = null;
      next = 0;
      return ask();
    }
    if (piece.bytes().size() == 0) {
      return onFailed(new Failed(new IOException("a piece is empty")));
    }
    return ask();
  }

  private Behavior<Command> onFailed(Failed failed) {
    getContext()
        .getLog()
        .warn(
            "A checkpoint could not be fetched; the attempt begins with what is here. lease={}"
                + " reason={}",
            lease.id(),
            failed.why().toString());
    return Behaviors.stopped();
  }

  /** What has not come as a whole is of no use; removed when nothing is written any more. */
  private void discard() {
    ArrivingCheckpoint cut = arriving;
    arriving = null;
    if (cut != null) {
      disk = disk.whenCompleteAsync((unused, failure) -> discard(cut), slot.host().disk());
    }
  }

  private static void discard(ArrivingCheckpoint cut) {
    try {
      cut.discard();
    } catch (IOException e) {
      log.warn("What came of a checkpoint could not be removed.", e);
    }
  }

  private Behavior<Command> onStopped(PostStop signal) {
    discard();
    return this;
  }
}
