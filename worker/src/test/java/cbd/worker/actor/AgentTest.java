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
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.SingletonActor;
import cbd.domain.LeaseId;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.EpochDone;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.WorkerLeaving;
import cbd.wire.WorkerProtocol;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
      assertThat(next(coordinator, EpochDone.class).lease()).isEqualTo(new LeaseId(1));
      assertThat(slot.pid()).isEqualTo(pid);

      agent.leave();
      assertThat(next(coordinator, WorkerLeaving.class).worker()).isEqualTo(new WorkerId("w"));
      thread.join(LONG.toMillis());
      assertThat(thread.isAlive()).isFalse();
    } finally {
      kit.shutdownTestKit();
    }
  }

  private static ActorTestKit coordinatorNode() {
    ActorTestKit kit =
        ActorTestKit.create(
            ClusterSettings.SYSTEM,
            ConfigFactory.parseString(
                    """
                    akka.cluster.roles = [coordinator]
                    # It leaves as the last one, next to a member that is long gone.
                    akka.coordinated-shutdown.phases.cluster-exiting.timeout = 1s
                    akka.actor.testkit.typed.system-shutdown-default = 60s
                    """)
                .withFallback(new ClusterSettings("127.0.0.1", 0, List.of()).config()));
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
    int port = Cluster.get(kit.system()).selfMember().address().getPort().orElseThrow();
    return new Agent(
        new WorkerDescription(new WorkerId("w"), 7, "host", "0", List.of("cpu")),
        new ClusterSettings("127.0.0.1", 0, List.of("127.0.0.1:" + port)),
        List.of(slot),
        bench.metrics);
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
