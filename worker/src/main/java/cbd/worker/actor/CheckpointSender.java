package cbd.worker.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import cbd.domain.LeaseId;
import cbd.wire.Bytes;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import cbd.worker.runner.CheckpointFiles;
import cbd.worker.runner.OutgoingCheckpoint;
import cbd.worker.runner.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sends a slot's newest checkpoint to the coordinator now and then, one piece at a time, each after
 * the answer to the one before, and none while a report waits: reports matter more.
 */
final class CheckpointSender extends AbstractBehavior<CheckpointSender.Command> {
  /** What it hears. */
  sealed interface Command {}

  /**
   * Send what was not sent of this lease, now.
   *
   * @param whenOver called once, on this actor's thread, whether or not that went well
   */
  record Now(LeaseId lease, Runnable whenOver) implements Command {}

  /** Another coordinator is in office, which may not have what the one before was sent. */
  enum NewOffice implements Command {
    BEGUN
  }

  private record Opened(Slot.Kept kept, Optional<OutgoingCheckpoint> file) implements Command {}

  private record Read(OutgoingCheckpoint from, long offset, Bytes bytes) implements Command {}

  /** Of a file, or, where it could not be opened, of none. */
  private record Failed(Slot.Kept kept, @Nullable OutgoingCheckpoint from, Throwable why)
      implements Command {}

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  private enum Tick implements Command {
    LOOK,
    PIECE,
    UNHEARD,
    TOO_LONG
  }

  /** The coordinator begins anew after its own restart, or when a file arrived damaged. */
  private static final int MAX_RESTARTS = 3;

  /** While reports wait, and until an answer that was lost is missed. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** Until a coordinator that had no room for a checkpoint is asked again. */
  private static final Duration ROOM = Duration.ofSeconds(5);

  private final Slot slot;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final Patience patience;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;

  private Slot.@Nullable Kept sent;
  private Slot.@Nullable Kept sending;
  private @Nullable OutgoingCheckpoint file;
  private long next;
  private int restarts;

  /** Whether what is on its way may have been promised to the coordinator before. */
  private boolean ofOldOffice;

  private @Nullable Now waiting;

  /**
   * How long an attempt's end is held back for its last checkpoint.
   *
   * @param resend until a piece that is not answered is sent again
   * @param silence without any answer; longer than it takes another coordinator to take over
   * @param longest however often it is answered
   */
  record Patience(Duration resend, Duration silence, Duration longest) {
    /** See {@link cbd.membership.Failover} for how long a takeover takes. */
    static final Duration SILENCE = Duration.ofSeconds(30);

    /** For a gigabyte, a hundred times over, through a network of a gigabit. */
    static final Duration LONGEST = Duration.ofMinutes(14);

    static Patience of(Duration resend) {
      return new Patience(resend, SILENCE, LONGEST);
    }
  }

  static Behavior<Command> create(
      Slot slot, ActorRef<CoordinatorProtocol> coordinator, Patience patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new CheckpointSender(context, timers, slot, coordinator, patience)));
  }

  private CheckpointSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Slot slot,
      ActorRef<CoordinatorProtocol> coordinator,
      Patience patience) {
    super(context);
    context.setLoggerName(CheckpointSender.class);
    this.slot = slot;
    this.coordinator = coordinator;
    this.patience = patience;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    timers.startTimerWithFixedDelay(Tick.LOOK, Tick.LOOK, slot.host().checkpoints().sendEvery());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Now.class, this::onNow)
        .onMessage(NewOffice.class, this::onNewOffice)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(Read.class, this::onRead)
        .onMessage(Failed.class, this::onFailed)
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onNow(Now now) {
    waiting = now;
    timers.startSingleTimer(Tick.UNHEARD, Tick.UNHEARD, patience.silence());
    timers.startSingleTimer(Tick.TOO_LONG, Tick.TOO_LONG, patience.longest());
    // What is on its way is older than what there is now.
    drop();
    look();
    return this;
  }

  /** One that has it says so after the first piece. */
  private Behavior<Command> onNewOffice(NewOffice begun) {
    sent = null;
    ofOldOffice = sending != null;
    return onTick(Tick.LOOK);
  }

  private Behavior<Command> onTick(Tick tick) {
    switch (tick) {
      case LOOK -> {
        if (sending == null) {
          look();
        }
      }
      case PIECE -> readPiece();
      case UNHEARD -> giveUp("nobody answers");
      case TOO_LONG -> giveUp("it takes too long");
    }
    return this;
  }

  private void giveUp(String reason) {
    Now now = waiting;
    if (now != null) {
      getContext()
          .getLog()
          .warn(
              "An attempt is handed back without its last checkpoint, which stays on this disk."
                  + " lease={} reason={}",
              now.lease(),
              reason);
    }
    over();
  }

  private void look() {
    Slot.Kept newest = slot.checkpoint().orElse(null);
    if (newest == null
        || newest.equals(sent)
        || (waiting != null && !newest.lease().equals(waiting.lease()))) {
      over();
      return;
    }
    sending = newest;
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> open(newest), slot.host().disk()),
            (opened, failure) ->
                failure == null ? new Opened(newest, opened) : new Failed(newest, null, failure));
  }

  private static Optional<OutgoingCheckpoint> open(Slot.Kept kept) {
    try {
      return CheckpointFiles.outgoing(kept.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onOpened(Opened opened) {
    if (!opened.kept().equals(sending) || file != null) {
      opened.file().ifPresent(OutgoingCheckpoint::close);
      return this;
    }
    if (opened.file().isEmpty()) {
      return failed(new IOException(opened.kept().file() + " is no name of a checkpoint"));
    }
    OutgoingCheckpoint begun = opened.file().get();
    file = begun;
    next = 0;
    restarts = 0;
    if (waiting != null) {
      getContext()
          .getLog()
          .info(
              "The last checkpoint goes to the coordinator before its attempt is handed back."
                  + " lease={} file={} bytes={}",
              opened.kept().lease(),
              begun.name(),
              begun.size());
    }
    readPiece();
    return this;
  }

  private void readPiece() {
    OutgoingCheckpoint from = file;
    Slot.Kept kept = sending;
    if (from == null || kept == null) {
      return;
    }
    boolean reportsWait = waiting == null && slot.report().isPresent();
    if (reportsWait) {
      timers.startSingleTimer(Tick.PIECE, Tick.PIECE, PAUSE);
      return;
    }
    long at = next;
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> read(from, at), slot.host().disk()),
            (bytes, failure) ->
                failure == null ? new Read(from, at, bytes) : new Failed(kept, from, failure));
  }

  private static Bytes read(OutgoingCheckpoint from, long offset) {
    try {
      return Bytes.of(from.read(offset, Bytes.MAX));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Behavior<Command> onRead(Read read) {
    if (sending != null && read.from().equals(file) && read.offset() == next) {
      coordinator.tell(
          new CoordinatorProtocol.CheckpointChunk(
              sending.lease(), read.from().name(), read.from().size(), next, read.bytes(), self));
      // Lost, or the coordinator is away: the same piece again.
      timers.startSingleTimer(Tick.PIECE, Tick.PIECE, patience.resend());
    }
    return this;
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    if (!(from.message() instanceof WorkerProtocol.CheckpointTaken taken)
        || sending == null
        || file == null
        || !taken.lease().equals(sending.lease())
        || !taken.name().equals(file.name())) {
      return this;
    }
    slot.answered();
    if (taken.next() == WorkerProtocol.CheckpointTaken.CANNOT_BE_KEPT) {
      return onNoRoom(file);
    }
    if (waiting != null) {
      timers.startSingleTimer(Tick.UNHEARD, Tick.UNHEARD, patience.silence());
    }
    boolean more = taken.next() >= 0 && taken.next() < file.size();
    // After a file's only piece, too: the coordinator has none of a damaged one.
    boolean anew = more && (taken.next() < next || file.size() <= Bytes.MAX);
    if (anew && ++restarts > MAX_RESTARTS) {
      return failed(new IOException("it never arrives whole"));
    }
    if (more) {
      if (anew || taken.next() != next) {
        next = taken.next();
        readPiece();
      }
      return this;
    }
    if (taken.next() >= 0) {
      getContext()
          .getLog()
          .info(
              "A checkpoint is with the coordinator. lease={} file={} bytes={}",
              sending.lease(),
              file.name(),
              file.size());
    }
    finish();
    return this;
  }

  /** Later again: what is the newest then, or, before the attempt's end, the same for a while. */
  private Behavior<Command> onNoRoom(OutgoingCheckpoint refused) {
    slot.checkpointNotKept(
        "the coordinator cannot keep %s of %,d bytes".formatted(refused.name(), refused.size()));
    if (waiting == null) {
      drop();
    } else {
      timers.startSingleTimer(Tick.PIECE, Tick.PIECE, ROOM);
    }
    return this;
  }

  private Behavior<Command> onFailed(Failed failed) {
    if (!failed.kept().equals(sending) || !Objects.equals(failed.from(), file)) {
      return this; // Of one that was given up for a newer one.
    }
    return failed(failed.why());
  }

  private Behavior<Command> failed(Throwable why) {
    getContext()
        .getLog()
        .info(
            "A checkpoint could not be sent; a newer one will be. slot={} reason={}",
            slot.index(),
            why.toString());
    finish();
    return this;
  }

  /** The last answer to what began under another coordinator may be that one's: asks again. */
  private void finish() {
    if (ofOldOffice) {
      ofOldOffice = false;
      drop();
      look();
    } else {
      sent = sending;
      over();
    }
  }

  /** Nothing is on its way any more. */
  private void over() {
    drop();
    Now now = waiting;
    waiting = null;
    timers.cancel(Tick.UNHEARD);
    timers.cancel(Tick.TOO_LONG);
    if (now != null) {
      now.whenOver().run();
    }
  }

  private void drop() {
    timers.cancel(Tick.PIECE);
    sending = null;
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private Behavior<Command> onStopped(PostStop signal) {
    drop();
    return this;
  }
}
