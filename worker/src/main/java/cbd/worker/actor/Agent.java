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
import cbd.wire.CoordinatorProtocol;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  /** What is left running is lost in any case: its lease ends when the worker leaves. */
  private static final Duration RUNNERS_GO = Duration.ofSeconds(10);

  private static final Duration CLUSTER_LETS_GO = Duration.ofSeconds(15);

  private final WorkerDescription description;
  private final ClusterSettings cluster;
  private final List<Slot> slots;
  private final WorkerMetrics metrics;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private volatile @Nullable ActorSystem<WorkerAgent.Command> system;

  /**
   * @param description its slots are those of {@code slots}
   */
  public Agent(
      WorkerDescription description,
      ClusterSettings cluster,
      List<Slot> slots,
      WorkerMetrics metrics) {
    this.description = description;
    this.cluster = cluster;
    this.slots = List.copyOf(slots);
    this.metrics = metrics;
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
        ActorSystem.create(guardian(), ClusterSettings.SYSTEM, cluster.config());
    system = made;
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
          return WorkerAgent.create(
              description,
              coordinator(context.getSystem()),
              slots,
              metrics,
              WorkerAgent.Pace.USUAL);
        });
  }

  /** The way to whoever is coordinator; nobody becomes it here, for want of the role. */
  private static ActorRef<CoordinatorProtocol> coordinator(ActorSystem<?> system) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(Behaviors.<CoordinatorProtocol>empty(), ClusterSettings.COORDINATOR)
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(ClusterSettings.COORDINATOR)));
  }

  /**
   * Tells the coordinator, stops the runners, leaves the cluster; returns when that is done or took
   * too long. {@link #run} returns then.
   */
  public void leave() {
    log.info("Leaving. worker={}", description.id());
    leaving.countDown();
    ActorSystem<WorkerAgent.Command> now = system;
    if (now != null) {
      now.tell(WorkerAgent.Leave.NOW);
    }
    CompletableFuture<Void> gone =
        CompletableFuture.allOf(slots.stream().map(Slot::leave).toArray(CompletableFuture[]::new));
    if (!isDone(gone, RUNNERS_GO)) {
      log.warn("Runners do not stop and are killed.");
      slots.forEach(Slot::kill);
      isDone(gone, RUNNERS_GO);
    }
    if (now != null
        && !isDone(
            CoordinatedShutdown.get(now).runAll(CoordinatedShutdown.jvmExitReason()),
            CLUSTER_LETS_GO)) {
      log.warn("The cluster did not say goodbye in time.");
    }
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
