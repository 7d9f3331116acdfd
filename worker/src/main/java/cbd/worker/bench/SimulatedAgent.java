package cbd.worker.bench;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import cbd.domain.WorkerDescription;
import cbd.membership.StuckConnections;
import cbd.wire.CoordinatorProtocol;
import cbd.worker.actor.Agent;
import cbd.worker.actor.ClusterSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Simulated workers for as long as their process lives: together a member of the cluster like a
 * real one, which joins again when it was thrown out. Each registers and reports for itself.
 */
public final class SimulatedAgent {
  private static final long PAUSE_SECONDS = 1;
  private static final long GOODBYE_SECONDS = 10;

  private final List<WorkerDescription> descriptions;
  private final ClusterSettings cluster;
  private final PretendedTrial trial;
  private final Tally tally;
  private final InstantSource clock;
  private final AtomicInteger left;
  private final CountDownLatch leaving = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile @Nullable ActorSystem<?> system;

  /**
   * @param descriptions of the workers, at least one; each has as many slots as it has devices
   * @param tally hears what is done
   */
  public SimulatedAgent(
      List<WorkerDescription> descriptions,
      ClusterSettings cluster,
      PretendedTrial trial,
      Tally tally,
      InstantSource clock) {
    this.descriptions = List.copyOf(descriptions);
    this.cluster = cluster;
    this.trial = trial;
    this.tally = tally;
    this.clock = clock;
    left = new AtomicInteger(descriptions.size());
  }

  /**
   * Works until {@link #leave}, or until the coordinator has no more use for any of them.
   *
   * @throws RuntimeException when no actor system can be made
   */
  public void run() throws InterruptedException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      while (leaving.getCount() > 0) {
        join(timer);
        if (leaving.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
          return;
        }
      }
    } finally {
      timer.shutdownNow();
      gone.countDown();
    }
  }

  private void join(ScheduledExecutorService timer) {
    ActorSystem<Void> made =
        ActorSystem.create(guardian(timer), ClusterSettings.SYSTEM, cluster.setup());
    StuckConnections.cutWith(made);
    system = made;
    if (leaving.getCount() == 0) {
      made.terminate();
    }
    made.getWhenTerminated().toCompletableFuture().join();
    system = null;
  }

  private Behavior<Void> guardian(ScheduledExecutorService timer) {
    return Behaviors.setup(
        context -> {
          ActorRef<CoordinatorProtocol> coordinator = Agent.coordinator(context.getSystem());
          for (WorkerDescription each : descriptions) {
            context.watch(
                context.spawn(
                    SimulatedWorker.create(
                        each, coordinator, trial, timer, tally, this::departed, clock),
                    "worker-" + each.id()));
          }
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  gone -> context.getChildren().isEmpty() ? Behaviors.stopped() : Behaviors.same())
              .build();
        });
  }

  private void departed() {
    if (left.decrementAndGet() == 0) {
      leaving.countDown();
    }
  }

  /** Leaves the cluster without a word about attempts that run: they are lost with it. */
  public void leave() throws InterruptedException {
    leaving.countDown();
    ActorSystem<?> now = system;
    if (now != null) {
      CoordinatedShutdown.get(now).runAll(CoordinatedShutdown.jvmExitReason());
    }
    gone.await(GOODBYE_SECONDS, TimeUnit.SECONDS);
  }
}
