package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.EpochDone;
import cbd.wire.CoordinatorProtocol.Progressed;
import cbd.wire.CoordinatorProtocol.Pulse;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.WorkerLeaving;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.Acknowledged;
import cbd.wire.WorkerProtocol.Registered;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Slot;
import cbd.worker.runner.Workbench;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerAgentTest {
  private static final WorkerDescription WORKER =
      new WorkerDescription(new WorkerId("w"), 7, "host", "0", List.of("cpu", "cpu"));
  private static final WorkerAgent.Pace QUICK =
      new WorkerAgent.Pace(Duration.ofMillis(300), Duration.ofMillis(500));
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              akka.loglevel = WARNING
              akka.logger-startup-timeout = 30s
              akka.test.single-expect-default = 60s
              """)
          .withFallback(ConfigFactory.load());

  @TempDir Path folder;
  private Workbench bench;
  private Slot first;
  private Slot second;
  private ActorTestKit kit;
  private TestProbe<CoordinatorProtocol> coordinator;
  private ActorRef<WorkerAgent.Command> agent;

  @BeforeEach
  void start() throws IOException {
    bench = Workbench.with(folder, FakeRunner.Trains.class);
    first = bench.gatedSlot();
    second = bench.gatedSlot();
    startSystem();
  }

  private void startSystem() {
    kit = ActorTestKit.create("worker", CONFIG);
    coordinator = kit.createTestProbe(CoordinatorProtocol.class);
    agent =
        kit.spawn(
            WorkerAgent.create(
                WORKER, coordinator.getRef(), List.of(first, second), bench.metrics, QUICK));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    bench.close();
  }

  @Test
  void registersAgainUntilItIsAnswered() {
    RegisterWorker asked = next(RegisterWorker.class);
    assertThat(asked.worker()).isEqualTo(WORKER);
    assertThat(asked.running()).isEmpty();
    assertThat(asked.protocolVersion()).isEqualTo(Wire.PROTOCOL_VERSION);
    assertThat(next(RegisterWorker.class)).isEqualTo(asked);

    asked.replyTo().tell(new Registered(1, Duration.ofMillis(100), List.of()));

    assertThat(next(Pulse.class))
        .isEqualTo(new Pulse(WORKER.id(), WORKER.incarnation(), asked.replyTo()));
    assertThat(next(Pulse.class).worker()).isEqualTo(WORKER.id());
  }

  @Test
  void asksARefusingCoordinatorAgain() {
    RegisterWorker asked = next(RegisterWorker.class);
    asked.replyTo().tell(new WorkerProtocol.RegistrationRefused("version 2 is spoken here"));
    assertThat(next(RegisterWorker.class)).isEqualTo(asked);
  }

  @Test
  void showsWhetherItIsConnected() {
    assertThat(connected()).isZero();
    agent.tell(new WorkerAgent.CoordinatorInSight(true));
    register();
    await().atMost(LONG).until(() -> connected() == 1);

    agent.tell(new WorkerAgent.CoordinatorInSight(false));
    await().atMost(LONG).until(() -> connected() == 0);
  }

  @Test
  void deliversProgressEpochsAndTheEnd() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1, 1), spec(2)));
    bench.open(1);
    bench.open(2);

    assertThat(next(Progressed.class).lease()).isEqualTo(new LeaseId(1));
    for (int epoch = 1; epoch <= 2; epoch++) {
      EpochDone done = next(EpochDone.class);
      assertThat(done.sequence()).isEqualTo(epoch);
      assertThat(done.metrics()).isEqualTo(FakeRunner.metrics(epoch));
      done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));
    }
    AttemptFinished end = next(AttemptFinished.class);
    assertThat(end.sequence()).isEqualTo(3);
    assertThat(end.outcome()).isInstanceOf(TrialOutcome.Succeeded.class);
    end.replyTo().tell(new Acknowledged(end.lease(), end.sequence()));
    await().atMost(LONG).until(() -> pending() == 0);
  }

  @Test
  void sendsAReportAgainUntilItIsAcknowledgedAndNoOtherBefore() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    bench.open(1);

    EpochDone lost = next(EpochDone.class);
    await().atMost(LONG).until(() -> pending() == 2);
    EpochDone again = next(EpochDone.class);
    assertThat(again).isEqualTo(lost);
    assertThat(bench.metric("cbd_worker_reports_resent_total")).isPositive();

    again.replyTo().tell(new Acknowledged(again.lease(), again.sequence()));
    assertThat(next(AttemptFinished.class).sequence()).isEqualTo(2);
  }

  @Test
  void reportsARunnerThatWasKilled() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    await().atMost(LONG).until(() -> first.pid() != 0);

    assertThat(ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly()).isTrue();

    TrialOutcome outcome = next(AttemptFinished.class).outcome();
    assertThat(((TrialOutcome.Failed) outcome).failure()).isEqualTo(Failure.RUNNER_DIED);
  }

  @Test
  void stopsAnAttemptThatIsNoLongerWanted() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    await().atMost(LONG).until(() -> first.pid() != 0);

    worker.tell(new WorkerProtocol.StopAttempt(new LeaseId(1), "cancelled"));

    await().atMost(LONG).until(() -> first.pid() == 0);
    assertThat(first.leases()).isEmpty();
  }

  @Test
  void stopsWhatIsNotAdoptedAndKeepsWhatIs() {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1, 0), spec(1)));
    worker.tell(new WorkerProtocol.StartAttempt(lease(2, 1), spec(1)));
    await().atMost(LONG).until(() -> first.pid() != 0 && second.pid() != 0);

    worker.tell(new WorkerProtocol.RegistrationNeeded());
    RegisterWorker asked = next(RegisterWorker.class);
    assertThat(asked.running()).containsExactly(new LeaseId(1), new LeaseId(2));
    asked.replyTo().tell(new Registered(2, Duration.ofSeconds(5), List.of(new LeaseId(2))));

    await().atMost(LONG).until(() -> first.pid() == 0);
    assertThat(second.leases()).containsExactly(new LeaseId(2));
    assertThat(second.pid()).isNotZero();
  }

  @Test
  void keepsAnAttemptThatBeganAfterItRegistered() {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.RegistrationNeeded());
    RegisterWorker asked = next(RegisterWorker.class);
    asked.replyTo().tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    // Written before the coordinator granted the lease, or asked for before the attempt began.
    await().atMost(LONG).until(() -> first.pid() != 0);
    asked.replyTo().tell(new Registered(2, Duration.ofMillis(50), List.of()));

    next(Pulse.class);
    assertThat(first.leases()).containsExactly(new LeaseId(1));
  }

  @Test
  void trainsOnAndReportsAfterItsActorSystemWasMadeAnew() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(3)));
    bench.open(1);
    EpochDone done = next(EpochDone.class);
    done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));
    long pid = first.pid();

    kit.shutdownTestKit();
    bench.open(2);
    await().atMost(LONG).until(() -> pending() == 1);
    startSystem();

    RegisterWorker asked = next(RegisterWorker.class);
    assertThat(asked.running()).containsExactly(new LeaseId(1));
    asked.replyTo().tell(new Registered(2, Duration.ofSeconds(5), asked.running()));
    EpochDone second = next(EpochDone.class);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(first.pid()).isEqualTo(pid);
    second.replyTo().tell(new Acknowledged(second.lease(), second.sequence()));
    bench.open(3);
    assertThat(next(EpochDone.class).sequence()).isEqualTo(3);
  }

  @Test
  void saysGoodbye() {
    register();
    agent.tell(WorkerAgent.Leave.NOW);
    assertThat(next(WorkerLeaving.class))
        .isEqualTo(new WorkerLeaving(WORKER.id(), WORKER.incarnation()));
  }

  private ActorRef<WorkerProtocol> register() {
    RegisterWorker asked = next(RegisterWorker.class);
    asked.replyTo().tell(new Registered(1, Duration.ofSeconds(5), asked.running()));
    return asked.replyTo();
  }

  /** The next message of this kind; others are passed over. */
  private <T extends CoordinatorProtocol> T next(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  private double connected() {
    return bench.metric("cbd_worker_coordinator_connected");
  }

  private double pending() {
    return bench.metric("cbd_worker_reports_pending");
  }
}
