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
import cbd.wire.CoordinatorProtocol.LogEnd;
import cbd.wire.CoordinatorProtocol.LogPiece;
import cbd.wire.CoordinatorProtocol.ModelPiece;
import cbd.wire.CoordinatorProtocol.PictureTold;
import cbd.wire.WorkerProtocol;
import cbd.worker.runner.AttemptFiles;
import cbd.worker.runner.Enclosure;
import cbd.worker.runner.RunnerHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Sends what goes beside reports, a few things at a time, each a few times until it is answered,
 * and answers who reads a log or a network. Nothing waits for any of it, but a worker that goes for
 * some seconds: what the coordinator never takes is lost.
 */
final class EnclosureSender extends AbstractBehavior<EnclosureSender.Command> {
  /** What it hears. */
  sealed interface Command {}

  /** Somebody reads a log. */
  record Read(WorkerProtocol.LogWanted wanted) implements Command {}

  /** Somebody wants a network. */
  record Fetch(WorkerProtocol.ModelWanted wanted) implements Command {}

  private record FromCoordinator(WorkerProtocol message) implements Command {}

  /** The end of a log; null when there is none any more. */
  private record End(Going going, Enclosure.Log log, AttemptFiles.@Nullable Piece piece)
      implements Command {}

  private record Again(Going going) implements Command {}

  private enum Bell implements Command {
    RANG
  }

  /** One that is under way. */
  private static final class Going {
    final Enclosure enclosure;

    /** Whether a picture's bytes are wanted. */
    boolean whole;

    int tries;

    Going(Enclosure enclosure) {
      this.enclosure = enclosure;
    }
  }

  /**
   * A log for each slot of most workers: they end together when the worker goes, and the
   * coordinator answers once a second.
   */
  private static final int MOST_UNDER_WAY = 16;

  /** With pauses that double, five seconds at first and some minutes at last: half an hour. */
  private static final int MOST_TRIES = 12;

  private static final int MOST_DOUBLINGS = 6;

  private static final AttemptFiles.Piece NONE =
      new AttemptFiles.Piece(LogPiece.NONE, 0, new byte[0]);

  private final RunnerHost host;
  private final ActorRef<CoordinatorProtocol> coordinator;
  private final Duration resendAfter;
  private final TimerScheduler<Command> timers;
  private final ActorRef<WorkerProtocol> self;
  private final List<Going> underWay = new ArrayList<>();

  /**
   * @param coordinator may lose what it is told
   * @param resendAfter how long an answer is waited for
   */
  static Behavior<Command> create(
      RunnerHost host, ActorRef<CoordinatorProtocol> coordinator, Duration resendAfter) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new EnclosureSender(context, timers, host, coordinator, resendAfter)));
  }

  private EnclosureSender(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      RunnerHost host,
      ActorRef<CoordinatorProtocol> coordinator,
      Duration resendAfter) {
    super(context);
    context.setLoggerName(EnclosureSender.class);
    this.host = host;
    this.coordinator = coordinator;
    this.resendAfter = resendAfter;
    this.timers = timers;
    self = context.messageAdapter(WorkerProtocol.class, FromCoordinator::new);
    ActorRef<Command> me = context.getSelf();
    host.enclosures().listen(() -> me.tell(Bell.RANG));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Read.class, this::onRead)
        .onMessage(Fetch.class, this::onFetch)
        .onMessage(Bell.class, this::onBell)
        .onMessage(Again.class, this::onAgain)
        .onMessage(End.class, this::onEnd)
        .onMessage(FromCoordinator.class, this::onCoordinator)
        .onSignal(PostStop.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onRead(Read read) {
    WorkerProtocol.LogWanted wanted = read.wanted();
    answer(
        () -> host.files().read(wanted.lease(), wanted.offset(), most(wanted.most())),
        piece ->
            new LogPiece(
                wanted.lease(),
                wanted.request(),
                piece.size(),
                piece.offset(),
                Bytes.of(piece.bytes())));
    return this;
  }

  private Behavior<Command> onFetch(Fetch fetch) {
    WorkerProtocol.ModelWanted wanted = fetch.wanted();
    answer(
        () ->
            host.models()
                .read(
                    wanted.trial(),
                    wanted.lease(),
                    wanted.network(),
                    wanted.offset(),
                    most(wanted.most())),
        piece ->
            new ModelPiece(
                wanted.lease(),
                wanted.request(),
                piece.size(),
                piece.offset(),
                Bytes.of(piece.bytes())));
    return this;
  }

  /**
   * Says what was read, or that there is no such file. Of one that cannot be read it says nothing:
   * who asked asks again, and does not take it for lost.
   */
  private void answer(Reading reading, Function<AttemptFiles.Piece, CoordinatorProtocol> words) {
    Logger log = getContext().getLog(); // Not to be asked for from another thread.
    host.disk()
        .execute(
            () -> {
              try {
                coordinator.tell(words.apply(reading.read().orElse(NONE)));
              } catch (IOException e) {
                log.warn("A file cannot be read that is asked for. reason={}", e.toString());
              }
            });
  }

  private static int most(int wanted) {
    return Math.min(wanted, Bytes.MAX);
  }

  @FunctionalInterface
  private interface Reading {
    Optional<AttemptFiles.Piece> read() throws IOException;
  }

  private Behavior<Command> onBell(Bell bell) {
    while (underWay.size() < MOST_UNDER_WAY) {
      Optional<Enclosure> oldest = host.enclosures().take();
      if (oldest.isEmpty()) {
        return this;
      }
      Going going = new Going(oldest.get());
      underWay.add(going);
      send(going);
    }
    return this;
  }

  /** It is with the coordinator, or given up; another one may go. */
  private Behavior<Command> settle(Going going) {
    if (underWay.remove(going)) {
      timers.cancel(going);
      host.enclosures().settled();
    }
    return onBell(Bell.RANG);
  }

  private Behavior<Command> onAgain(Again again) {
    Going going = again.going();
    if (++going.tries >= MOST_TRIES) {
      getContext()
          .getLog()
          .info(
              "Nobody takes what goes beside a report. enclosure={} lease={}",
              going.enclosure.getClass().getSimpleName(),
              going.enclosure.lease());
      return settle(going);
    }
    send(going);
    return this;
  }

  private void send(Going going) {
    if (going.enclosure instanceof Enclosure.Log log) {
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(() -> end(log.lease()), host.disk()),
              (end, failure) -> new End(going, log, failure == null ? end : null));
    } else if (going.enclosure instanceof Enclosure.Picture told) {
      tell(told, going.whole);
      sayAgainLater(going);
    }
  }

  private void sayAgainLater(Going going) {
    Duration pause = resendAfter.multipliedBy(1L << Math.min(going.tries, MOST_DOUBLINGS));
    timers.startSingleTimer(going, new Again(going), pause);
  }

  private AttemptFiles.@Nullable Piece end(LeaseId lease) {
    try {
      return host.files().read(lease, -LogEnd.MAX, LogEnd.MAX).orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tell(Enclosure.Picture told, boolean whole) {
    coordinator.tell(
        new PictureTold(
            told.lease(),
            told.picture().digest(),
            told.picture().images(),
            told.picture().gain(),
            Bytes.of(whole ? told.picture().bytes() : new byte[0]),
            self));
  }

  private Behavior<Command> onEnd(End end) {
    if (!underWay.contains(end.going())) {
      return this;
    }
    AttemptFiles.Piece piece = end.piece();
    if (piece == null) {
      return settle(end.going());
    }
    Enclosure.Log log = end.log();
    coordinator.tell(
        new LogEnd(log.lease(), log.trial(), piece.size(), Bytes.of(piece.bytes()), self));
    sayAgainLater(end.going());
    return this;
  }

  private Behavior<Command> onCoordinator(FromCoordinator from) {
    if (from.message() instanceof WorkerProtocol.LogKept kept) {
      underWay(Enclosure.Log.class, kept.lease()).forEach(this::settle);
    } else if (from.message() instanceof WorkerProtocol.PictureTaken taken) {
      underWay(Enclosure.Picture.class, taken.lease()).forEach(going -> onTaken(going, taken));
    }
    return this;
  }

  private List<Going> underWay(Class<? extends Enclosure> kind, LeaseId lease) {
    return underWay.stream()
        .filter(each -> kind.isInstance(each.enclosure) && each.enclosure.lease().equals(lease))
        .toList();
  }

  private void onTaken(Going going, WorkerProtocol.PictureTaken taken) {
    if (!taken.wanted()) {
      settle(going);
    } else if (!going.whole) {
      going.whole = true; // Wanted once more it is sent again in its time.
      send(going);
    }
  }

  private Behavior<Command> onStopped(PostStop signal) {
    host.enclosures().listen(() -> {});
    for (Going going : underWay) {
      host.enclosures().add(going.enclosure); // For the next actor system.
      host.enclosures().settled();
    }
    return this;
  }
}
