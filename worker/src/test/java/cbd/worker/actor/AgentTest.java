package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.SingletonActor;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.membership.Failover;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.CheckpointChunk;
import cbd.wire.CoordinatorProtocol.EpochDone;
import cbd.wire.CoordinatorProtocol.LogEnd;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.WorkerLeaving;
import cbd.wire.WorkerProtocol;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker and the cluster singleton it looks for, over real connections on loopback. */
class AgentTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void trainsOnWhenTheClusterThrowsItOutAndLeavesInGoodOrder() throws Exception {
    ActorTestKit kit = coordinatorNode();
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      TestProbe<CoordinatorProtocol> coordinator = kit.createTestProbe();
      serve(kit, coordinator.getRef());
      Slot slot = bench.gatedSlot();
      Agent agent = agent(kit, slot, bench);
      Thread thread = new Thread(() -> run(agent));
      thread.start();

      RegisterWorker asked = next(coordinator, RegisterWorker.class);
      ActorRef<WorkerProtocol> worker = asked.replyTo();
      worker.tell(new WorkerProtocol.Registered(1, Duration.ofSeconds(5), List.of()));
      worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
      await().atMost(LONG).until(() -> slot.pid() != 0);
      long pid = slot.pid();

      throwOut(kit);

      RegisterWorker again = next(coordinator, RegisterWorker.class);
      while (again.running().isEmpty()
          || again.replyTo().path().address().equals(worker.path().address())) {
        again = next(coordinator, RegisterWorker.class);
      }
      assertThat(again.running()).containsExactly(new LeaseId(1));
      assertThat(again.worker().incarnation()).isEqualTo(asked.worker().incarnation());
      again
          .replyTo()
          .tell(new WorkerProtocol.Registered(2, Duration.ofSeconds(5), again.running()));
      bench.open(1);
      EpochDone epoch = next(coordinator, EpochDone.class);
      assertThat(epoch.lease()).isEqualTo(new LeaseId(1));
      assertThat(slot.pid()).isEqualTo(pid);
      epoch.replyTo().tell(new WorkerProtocol.Acknowledged(epoch.lease(), epoch.sequence()));
      AttemptFinished end = next(coordinator, AttemptFinished.class);
      end.replyTo().tell(new WorkerProtocol.Acknowledged(end.lease(), end.sequence()));

      agent.leave();
      assertThat(next(coordinator, WorkerLeaving.class).worker()).isEqualTo(new WorkerId("w"));
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** The coordinator that let it in may have left before it was seen. */
  @Test
  void doesNotStayInAClusterThatHasNoCoordinator() throws Exception {
    ActorTestKit kit = node("worker");
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Agent agent = agent(kit, bench.slot(), bench);
      Thread thread = new Thread(() -> run(agent));
      thread.start();
      Set<UniqueAddress> seen = new HashSet<>();
      await()
          .atMost(LONG)
          .until(
              () -> {
                Cluster.get(kit.system())
                    .state()
                    .getMembers()
                    .forEach(member -> seen.add(member.uniqueAddress()));
                return seen.size() >= 3; // This node, and the worker's system after system.
              });

      agent.leave();
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void handsBackOnlyWhenTheCoordinatorHasTheLastCheckpointHoweverSlowItIs() throws Exception {
    ActorTestKit kit = coordinatorNode();
    try (Workbench bench = Workbench.with(folder, FakeRunner.KeepsACheckpoint.class)) {
      TestProbe<CoordinatorProtocol> coordinator = kit.createTestProbe();
      serve(kit, coordinator.getRef());
      Slot slot = bench.slot();
      Agent agent = agent(kit, slot, bench);
      Thread thread = new Thread(() -> run(agent));
      thread.start();
      ActorRef<WorkerProtocol> worker = next(coordinator, RegisterWorker.class).replyTo();
      worker.tell(new WorkerProtocol.Registered(1, Duration.ofSeconds(5), List.of()));
      worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
      await().atMost(LONG).until(() -> slot.checkpoint().isPresent());

      Thread leaver = new Thread(agent::leave);
      leaver.start();
      long taken = 0;
      for (long size = 1; taken < size; ) {
        CoordinatorProtocol message = coordinator.receiveMessage(LONG);
        assertThat(message).as("before all is taken").isNotInstanceOf(AttemptFinished.class);
        if (message instanceof CheckpointChunk chunk && chunk.offset() == taken) {
          taken += chunk.bytes().size();
          size = chunk.size();
          slowly(kit, chunk, taken);
        }
      }

      AttemptFinished back = next(coordinator, AttemptFinished.class);
      assertThat(back.outcome()).isInstanceOf(TrialOutcome.Stopped.class);
      back.replyTo().tell(new WorkerProtocol.Acknowledged(back.lease(), back.sequence()));
      LogEnd log = next(coordinator, LogEnd.class);
      log.replyTo().tell(new WorkerProtocol.LogKept(log.lease()));
      assertThat(next(coordinator, WorkerLeaving.class).worker()).isEqualTo(new WorkerId("w"));
      leaver.join(LONG.toMillis());
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void leavesWhenTheCoordinatorHasTheEndsOfTheLogsOfAllSlots() throws Exception {
    ActorTestKit kit = coordinatorNode();
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      TestProbe<CoordinatorProtocol> coordinator = kit.createTestProbe();
      serve(kit, coordinator.getRef());
      List<Slot> slots = List.of(bench.gatedSlot(), bench.gatedSlot());
      Agent agent = agent(kit, slots, bench);
      Thread thread = new Thread(() -> run(agent));
      thread.start();
      ActorRef<WorkerProtocol> worker = next(coordinator, RegisterWorker.class).replyTo();
      worker.tell(new WorkerProtocol.Registered(1, Duration.ofSeconds(5), List.of()));
      worker.tell(new WorkerProtocol.StartAttempt(lease(1, 0), spec(1)));
      worker.tell(new WorkerProtocol.StartAttempt(lease(2, 1), spec(1)));
      await().atMost(LONG).until(() -> slots.stream().allMatch(slot -> slot.pid() != 0));

      Thread leaver = new Thread(agent::leave);
      leaver.start();
      Map<LeaseId, LogEnd> logs = new TreeMap<>();
      while (logs.size() < 2) {
        CoordinatorProtocol message = coordinator.receiveMessage(LONG);
        assertThat(message).as("with logs to send").isNotInstanceOf(WorkerLeaving.class);
        if (message instanceof AttemptFinished back) {
          back.replyTo().tell(new WorkerProtocol.Acknowledged(back.lease(), back.sequence()));
        } else if (message instanceof LogEnd log) {
          logs.put(log.lease(), log);
        }
      }
      logs.values().forEach(log -> log.replyTo().tell(new WorkerProtocol.LogKept(log.lease())));
      next(coordinator, WorkerLeaving.class);
      leaver.join(LONG.toMillis());
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** All pieces together take longer than a worker once waited for its last reports. */
  private static void slowly(ActorTestKit kit, CheckpointChunk chunk, long next) {
    WorkerProtocol answer = new WorkerProtocol.CheckpointTaken(chunk.lease(), chunk.name(), next);
    kit.scheduler()
        .scheduleOnce(
            Duration.ofSeconds(2),
            () -> chunk.replyTo().tell(answer),
            kit.system().executionContext());
  }

  private static ActorTestKit coordinatorNode() {
    return node("coordinator");
  }

  private static ActorTestKit node(String role) {
    ActorTestKit kit =
        ActorTestKit.create(
            ClusterSettings.SYSTEM,
            ConfigFactory.parseString(
                    """
                    akka.cluster.roles = [%s]
                    # It leaves as the last one, next to a member that is long gone.
                    akka.coordinated-shutdown.phases.cluster-exiting.timeout = 1s
                    akka.actor.testkit.typed.system-shutdown-default = 60s
                    """
                        .formatted(role))
                .withFallback(
                    new ClusterSettings("127.0.0.1", 0, List.of(), Failover.DEFAULT).config()));
    Cluster cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return kit;
  }

  private static void serve(ActorTestKit kit, ActorRef<CoordinatorProtocol> probe) {
    Behavior<CoordinatorProtocol> forwards =
        Behaviors.receiveMessage(
            message -> {
              probe.tell(message);
              return Behaviors.same();
            });
    var unused =
        ClusterSingleton.get(kit.system())
            .init(SingletonActor.of(forwards, ClusterSettings.COORDINATOR));
  }

  private static Agent agent(ActorTestKit kit, Slot slot, Workbench bench) {
    return agent(kit, List.of(slot), bench);
  }

  private static Agent agent(ActorTestKit kit, List<Slot> slots, Workbench bench) {
    int port = Cluster.get(kit.system()).selfMember().address().getPort().orElseThrow();
    return new Agent(
        new WorkerDescription(
            new WorkerId("w"),
            7,
            "host",
            "0",
            slots.stream().map(slot -> slot.share().device()).toList()),
        new ClusterSettings("127.0.0.1", 0, List.of("127.0.0.1:" + port), Failover.DEFAULT),
        slots,
        bench.host(),
        bench.metrics,
        Duration.ZERO,
        () -> "",
        () -> {},
        InstantSource.system());
  }

  private static void run(Agent agent) {
    try {
      agent.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void throwOut(ActorTestKit kit) {
    Cluster cluster = Cluster.get(kit.system());
    for (Member member : cluster.state().getMembers()) {
      if (member.hasRole("worker")) {
        cluster.manager().tell(new Down(member.address()));
      }
    }
  }

  private static <T extends CoordinatorProtocol> T next(
      TestProbe<CoordinatorProtocol> coordinator, Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }
}
