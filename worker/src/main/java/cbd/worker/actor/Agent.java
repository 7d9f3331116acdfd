package cbd.worker.actor;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import cbd.domain.WorkerDescription;
import cbd.membership.StuckConnections;
import cbd.metrics.LostLetters;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.kryo.Unreadable;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.RunnerHost;
import cbd.worker.runner.Slot;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker for as long as its process lives: makes an actor system, and another one whenever the
 * cluster has thrown it out, while the slots' runners train on.
 */
public final class Agent {
  private static final Logger log = LoggerFactory.getLogger(Agent.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /**
   * Enough for one batch and a checkpoint. What runs longer is killed, and goes on elsewhere from
   * the checkpoint before.
   */
  private static final Duration RUNNERS_GO = Duration.ofSeconds(20);

  /** Once more said, a log's end is kept within that; it counts for nothing, so no longer. */
  private static final Duration LOGS_GO = Duration.ofSeconds(7);

  private static final Duration CLUSTER_LETS_GO = Duration.ofSeconds(15);

  private final WorkerDescription description;
  private final ClusterSettings cluster;
  private final List<Slot> slots;
  private final RunnerHost host;
  private final WorkerMetrics metrics;
  private final WorkerAgent.Pace pace;
  private final WorkerAgent.Readiness readiness;
  private final InstantSource clock;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private volatile @Nullable ActorSystem<WorkerAgent.Command> system;

  /**
   * A worker.
   *
   * @param description its slots are those of {@code slots}
   * @param host of the slots' runners
   * @param betweenProgress at least between two words of a trial's progress to the coordinator;
   *     zero: as often as its runner says them
   * @param trouble why it takes no work for now, in words; empty: it does
   * @param depart called when the coordinator has no more use for it; must not block
   */
  public Agent(
      WorkerDescription description,
      ClusterSettings cluster,
      List<Slot> slots,
      RunnerHost host,
      WorkerMetrics metrics,
      Duration betweenProgress,
      Supplier<String> trouble,
      Runnable depart,
      InstantSource clock) {
    this.description = description;
    this.cluster = cluster;
    this.slots = List.copyOf(slots);
    this.host = host;
    this.metrics = metrics;
    pace = WorkerAgent.Pace.of(betweenProgress);
    readiness = new WorkerAgent.Readiness(trouble, depart);
    this.clock = clock;
  }

  /**
   * Works until {@link #leave}.
   *
   * @throws RuntimeException when the first actor system cannot be made, such as for a busy port
   */
  public void run() throws InterruptedException {
    boolean first = true;
    while (leaving.getCount() > 0) {
      try {
        join(first);
        first = false;
      } catch (RuntimeException e) {
        if (first) {
          throw e;
        }
        log.error("Cannot make an actor system; it is tried again. error={}", e.toString());
      }
      metrics.connected(false);
      if (!leaving.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("Out of the cluster; runners train on, and it is joined anew.");
      }
    }
  }

  private void join(boolean first) {
    log.info(
        "Joining the cluster. worker={} coordinators={} first={}",
        description.id(),
        cluster.seeds(),
        first);
    ActorSystem<WorkerAgent.Command> made =
        ActorSystem.create(guardian(), ClusterSettings.SYSTEM, cluster.setup());
    system = made;
    StuckConnections.cutWith(made);
    Unreadable.of(made.classicSystem()).listen(metrics::messageUnreadable);
    if (leaving.getCount() == 0) {
      made.terminate();
    }
    made.getWhenTerminated().toCompletableFuture().join();
    system = null;
  }

  private Behavior<WorkerAgent.Command> guardian() {
    return Behaviors.setup(
        context -> {
          context.spawn(CoordinatorSight.create(context.getSelf()), "sight");
          context.spawn(LostLetters.create(metrics), "lost-letters");
          return WorkerAgent.create(
              description,
              coordinator(context.getSystem()),
              slots,
              host,
              metrics,
              pace,
              readiness,
              clock);
        });
  }

  /** The way to whoever is coordinator; nobody becomes it here, for want of the role. */
  public static ActorRef<CoordinatorProtocol> coordinator(ActorSystem<?> system) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(Behaviors.<CoordinatorProtocol>empty(), ClusterSettings.COORDINATOR)
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(ClusterSettings.COORDINATOR)));
  }

  /**
   * Takes no more work, stops what runs, sends the last checkpoints, hands back and delivers all
   * reports, then what goes beside them, then says goodbye and leaves the cluster. Returns when
   * that is done. Runners get 20 s, and as long again when they are killed; the coordinator a
   * quarter of an hour, but 40 s without an answer; ends of logs 7 s; the cluster 15 s. {@link
   * #run} returns then. Reports that could not be delivered are on disk, for the next start.
   */
  public void leave() {
    log.info("Leaving. worker={}", description.id());
    leaving.countDown();
    ActorSystem<WorkerAgent.Command> now = system;
    if (now != null) {
      now.tell(WorkerAgent.Leave.SOON);
    }
    CompletableFuture<Void> gone = all(Slot::leave);
    if (!isDone(gone, RUNNERS_GO)) {
      log.warn("Runners do not stop and are killed.");
      slots.forEach(Slot::kill);
      isDone(gone, RUNNERS_GO);
    }
    if (now != null) {
      if (deliver(now) && !isDone(host.enclosures().idle(), LOGS_GO)) {
        log.info("The coordinator does not take all ends of logs; it will not have the rest.");
      }
      now.tell(WorkerAgent.Leave.NOW);
    }
    if (now != null
        && !isDone(
            CoordinatedShutdown.get(now).runAll(CoordinatedShutdown.jvmExitReason()),
            CLUSTER_LETS_GO)) {
      log.warn("The cluster did not say goodbye in time.");
    }
  }

  private boolean deliver(ActorSystem<?> through) {
    try {
      return Goodbye.USUAL.await(slots, through.getWhenTerminated().toCompletableFuture());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private CompletableFuture<Void> all(Function<Slot, CompletableFuture<Void>> what) {
    return CompletableFuture.allOf(slots.stream().map(what).toArray(CompletableFuture[]::new));
  }

  private static boolean isDone(CompletionStage<?> stage, Duration within) {
    try {
      stage.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      log.warn("Could not leave in good order.", e.getCause());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
