package cbd.coordinator.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.store.OutdatedException;
import cbd.coordinator.store.Owner;
import cbd.coordinator.store.Store;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's coordinator, a singleton: a thin coat on the pure scheduler.
 *
 * <p>Here it takes office: begins a term, which fences every earlier coordinator, reads where
 * everything stands, and becomes an {@link ActiveCoordinator}. What it is told meanwhile it keeps
 * for later. When it fails it starts over like this, from the store: nothing it has confirmed to
 * anyone exists in its memory alone.
 */
public final class CoordinatorActor {
  /** The singleton's name, by which workers find it. */
  public static final String NAME = "coordinator";

  /** Messages kept while the store is read; more are dropped, for all of them are sent again. */
  private static final int STASH = 10_000;

  /** What the actor says to itself, and the wire's protocol wrapped. */
  sealed interface Own extends Message {}

  record FromWorker(CoordinatorProtocol message) implements Own {}

  /** The actor behind a worker's address is no more: it stopped, or its node was removed. */
  record WorkerGone(WorkerId worker, ActorRef<WorkerProtocol> ref) implements Own {}

  record Opened(Journal.Opened opened) implements Own {}

  /** A newer cbd has been at the store, on which this one takes no office. */
  record Outdated(String why) implements Own {}

  /** A call of the store ended in a way nobody foresaw. */
  record StoreBroke(Throwable cause) implements Own {}

  record WriteEnded(Journal.Outcome outcome, Duration took) implements Own {}

  record WriteAgain() implements Own {}

  record Attend() implements Own {}

  /** The store was told that this coordinator is there, or told it otherwise. */
  record Attended(Journal.Outcome outcome) implements Own {}

  record Tick() implements Own {}

  /**
   * What came beside reports is in the store, or could not be.
   *
   * @param wanted digests of pictures whose bytes are not there; null when nothing was kept
   */
  record EnclosuresKept(@Nullable Set<String> wanted) implements Own {
    EnclosuresKept {
      wanted = wanted == null ? null : Set.copyOf(wanted);
    }
  }

  /** What a coordinator is made of; the same in each of its lives. */
  record Parts(
      Journal journal,
      Executor storeExecutor,
      SchedulerSettings settings,
      InstantSource clock,
      CoordinatorObserver observer,
      FrontDesk desk,
      CheckpointRoom checkpoints) {}

  private final Parts parts;
  private final ActorContext<Message> context;
  private final StashBuffer<Message> stash;

  private CoordinatorActor(Parts parts, ActorContext<Message> context, StashBuffer<Message> stash) {
    this.parts = parts;
    this.context = context;
    this.stash = stash;
  }

  /**
   * The coordinator.
   *
   * @param owner who takes office, for people who read the store
   * @param storeExecutor threads that may block; the store's calls run there, one at a time
   * @param desk opened while the coordinator is active
   * @param checkpoints those that workers leave for each other
   */
  public static Behavior<CoordinatorProtocol> create(
      Store store,
      Owner owner,
      Executor storeExecutor,
      SchedulerSettings settings,
      InstantSource clock,
      CoordinatorObserver observer,
      FrontDesk desk,
      CheckpointRoom checkpoints) {
    Journal journal = new StoreJournal(store, owner);
    return create(new Parts(journal, storeExecutor, settings, clock, observer, desk, checkpoints));
  }

  static Behavior<CoordinatorProtocol> create(Parts parts) {
    Behavior<Message> inner =
        Behaviors.supervise(
                Behaviors.<Message>withStash(
                    STASH,
                    stash ->
                        Behaviors.setup(
                            context -> new CoordinatorActor(parts, context, stash).open())))
            .onFailure(
                SupervisorStrategy.restartWithBackoff(
                    Duration.ofSeconds(1), Duration.ofSeconds(30), 0.1));
    return Behaviors.transformMessages(
        CoordinatorProtocol.class,
        inner,
        messages -> messages.match(CoordinatorProtocol.class, FromWorker::new));
  }

  private Behavior<Message> open() {
    context.pipeToSelf(
        CompletableFuture.supplyAsync(
            () -> parts.journal().open(parts.clock().instant()), parts.storeExecutor()),
        (opened, failure) -> failure == null ? new Opened(opened) : notOpened(failure));
    return Behaviors.receive(Message.class)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(Outdated.class, this::onOutdated)
        .onMessage(
            StoreBroke.class,
            broke -> {
              throw startOver(broke);
            })
        .onAnyMessage(this::onEarly)
        .build();
  }

  private Behavior<Message> onOpened(Opened message) {
    return stash.unstashAll(
        Behaviors.<Message>setup(
            active -> ActiveCoordinator.create(active, parts, message.opened())));
  }

  private static Own notOpened(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof OutdatedException
        ? new Outdated(String.valueOf(cause.getMessage()))
        : new StoreBroke(failure);
  }

  /** As if it had a successor already: in a cluster that is brought up to date, one stands by. */
  private Behavior<Message> onOutdated(Outdated message) {
    context
        .getLog()
        .error("Coordinator leaves the office to a newer cbd: reason={}", message.why());
    parts.desk().fence(message.why());
    return Behaviors.stopped();
  }

  private Behavior<Message> onEarly(Message message) {
    if (!stash.isFull()) {
      stash.stash(message);
    }
    return Behaviors.same();
  }

  /** Starting over from the store is the only honest way on; the supervisor sees to it. */
  static IllegalStateException startOver(StoreBroke broke) {
    return new IllegalStateException(
        "the store failed: " + broke.cause().getMessage(), broke.cause());
  }
}
