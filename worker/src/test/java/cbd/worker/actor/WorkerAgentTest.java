package cbd.worker.actor;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.FishingOutcome;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.typed.ActorRef;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.CheckpointWanted;
import cbd.wire.CoordinatorProtocol.Condition;
import cbd.wire.CoordinatorProtocol.EpochDone;
import cbd.wire.CoordinatorProtocol.Progressed;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.StillRunning;
import cbd.wire.CoordinatorProtocol.WorkerLeaving;
import cbd.wire.Wire;
import cbd.wire.WorkerProtocol;
import cbd.wire.WorkerProtocol.Acknowledged;
import cbd.wire.WorkerProtocol.Registered;
import cbd.worker.runner.FakeRunner;
import cbd.worker.runner.Workbench;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerAgentTest extends OnWorkerAgent {
  @Test
  void declinesWorkWhileItCannotWorkAndSaysWhy() {
    ActorRef<WorkerProtocol> worker = registered();
    trouble.set("its disk is full");
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    // First: else the coordinator would grant it here again at once.
    Condition said = next(Condition.class);
    while (said.trouble().isEmpty()) {
      said = next(Condition.class);
    }
    assertThat(said.trouble()).isEqualTo("its disk is full");
    AttemptFinished back = next(AttemptFinished.class);
    assertThat(back.outcome()).isEqualTo(new TrialOutcome.Stopped("its disk is full"));
  }

  @Test
  void tellsWhatItsClockSays() {
    registered();

    assertThat(next(CoordinatorProtocol.ClockRead.class).at()).isEqualTo(NOW);
  }

  @Test
  void tellsHowMuchMemoryItsSlotsHaveAsSoonAsItIsKnown() {
    registered();

    assertThat(next(CoordinatorProtocol.SlotMemory.class))
        .isEqualTo(
            new CoordinatorProtocol.SlotMemory(
                WORKER.id(), WORKER.incarnation(), List.of(Workbench.MEMORY, Workbench.MEMORY)));
  }

  @Test
  void handsBackWhatItIsAskedForAndVouchesForItUntilThen() {
    ActorRef<WorkerProtocol> worker = registered();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(2)));
    assertThat(next(StillRunning.class).lease()).isEqualTo(new LeaseId(1));
    worker.tell(new WorkerProtocol.HandBack(new LeaseId(1), "its trial is paused"));
    assertThat(next(AttemptFinished.class).outcome())
        .isEqualTo(new TrialOutcome.Stopped("its trial is paused"));
  }

  @Test
  void handsBackWhatItNeverHeardOf() {
    ActorRef<WorkerProtocol> worker = registered();
    worker.tell(new WorkerProtocol.HandBack(new LeaseId(5), "its trial is paused"));
    AttemptFinished back = next(AttemptFinished.class);
    assertThat(back.lease()).isEqualTo(new LeaseId(5));
    assertThat(back.outcome()).isEqualTo(new TrialOutcome.Stopped("its trial is paused"));
  }

  @Test
  void handsBackWhatWaitsForItsCheckpointAndNamesItUntilThen() {
    ActorRef<WorkerProtocol> worker = registered();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1, 0, 2), spec(1)));
    next(CheckpointWanted.class);
    assertThat(next(StillRunning.class).lease()).isEqualTo(new LeaseId(1));
    worker.tell(new WorkerProtocol.RegistrationNeeded());
    RegisterWorker asked = next(RegisterWorker.class);
    assertThat(asked.running()).containsExactly(new LeaseId(1));
    asked.replyTo().tell(new Registered(2, Duration.ofSeconds(5), asked.running()));

    worker.tell(new WorkerProtocol.HandBack(new LeaseId(1), "its trial is paused"));

    AttemptFinished back = next(AttemptFinished.class);
    assertThat(back.outcome()).isEqualTo(new TrialOutcome.Stopped("its trial is paused"));
    back.replyTo().tell(new Acknowledged(back.lease(), back.sequence()));
    await().atMost(LONG).until(() -> first.leases().isEmpty());
    assertThat(first.pid()).isZero();
  }

  @Test
  void doesNotNameWhatWaitedForItsCheckpointInAnActorSystemThatIsGone() {
    register().tell(new WorkerProtocol.StartAttempt(lease(1, 0, 2), spec(1)));
    next(CheckpointWanted.class);
    kit.shutdownTestKit();
    startSystem();
    assertThat(next(RegisterWorker.class).running()).as("so it is ordered again").isEmpty();
  }

  @Test
  void goesWhenItIsToldTo() {
    ActorRef<WorkerProtocol> worker = registered();
    worker.tell(new WorkerProtocol.Depart("a person drains it"));
    await().atMost(LONG).until(() -> departures.get() == 1);
  }

  @Test
  void registersAgainUntilItIsAnswered() {
    RegisterWorker asked = next(RegisterWorker.class);
    assertThat(asked.worker()).isEqualTo(WORKER);
    assertThat(asked.running()).isEmpty();
    assertThat(asked.protocolVersion()).isEqualTo(Wire.PROTOCOL_VERSION);
    assertThat(next(RegisterWorker.class)).isEqualTo(asked);

    asked.replyTo().tell(new Registered(1, Duration.ofMillis(100), List.of()));

    assertThat(next(Condition.class))
        .isEqualTo(new Condition(WORKER.id(), WORKER.incarnation(), "", asked.replyTo()));
    assertThat(next(Condition.class).worker()).isEqualTo(WORKER.id());
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
      EpochDone done = report(epoch);
      assertThat(done.metrics()).isEqualTo(FakeRunner.metrics(epoch));
      done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));
    }
    AttemptFinished end = next(AttemptFinished.class);
    assertThat(end.sequence()).isEqualTo(3);
    assertThat(end.outcome()).isInstanceOf(TrialOutcome.Succeeded.class);
    end.replyTo().tell(new Acknowledged(end.lease(), end.sequence()));
    await().atMost(LONG).until(() -> pending() == 0);
  }

  /** Passes over those before, which are told again when their acknowledgement takes its time. */
  private EpochDone report(long sequence) {
    EpochDone done = next(EpochDone.class);
    while (done.sequence() < sequence) {
      done = next(EpochDone.class);
    }
    assertThat(done.sequence()).isEqualTo(sequence);
    return done;
  }

  @Test
  void tellsOfProgressNoOftenerThanItMayAndOfEpochsAtOnce() throws IOException {
    startSlow(LONG);
    for (int epoch = 1; epoch <= 3; epoch++) {
      bench.open(epoch);
    }

    List<CoordinatorProtocol> told = new ArrayList<>();
    while (told.stream().noneMatch(AttemptFinished.class::isInstance)) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      told.add(message);
      if (message instanceof EpochDone done) {
        done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));
      }
    }
    assertThat(told).filteredOn(Progressed.class::isInstance).hasSize(1);
    assertThat(told).filteredOn(EpochDone.class::isInstance).hasSize(3);
  }

  @Test
  void tellsTheNewestProgressWhenItMayAgain() throws IOException {
    startSlow(Duration.ofMillis(300));
    bench.open(1);
    assertThat(next(Progressed.class).progress().epoch()).isEqualTo(1);
    bench.open(2);

    assertThat(next(Progressed.class).progress().epoch()).isEqualTo(2);
  }

  /** A trial of three epochs in a slot that tells of progress no oftener than that. */
  private void startSlow(Duration progress) {
    kit.stop(agent); // A slot has one who listens to it.
    kit.spawn(
            SlotRunner.create(
                first,
                coordinator.getRef(),
                bench.metrics,
                new WorkerAgent.Pace(LONG, LONG, progress)))
        .tell(new SlotRunner.Start(lease(1), spec(3)));
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
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(2)));
    bench.open(1);
    EpochDone done = next(EpochDone.class);
    done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));

    assertThat(ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly()).isTrue();

    TrialOutcome outcome = next(AttemptFinished.class).outcome();
    assertThat(((TrialOutcome.Failed) outcome).failure()).isEqualTo(Failure.KILLED);
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
    while (asked.running().isEmpty()) {
      asked = next(RegisterWorker.class); // The first was told again before it was answered.
    }
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

    next(Condition.class);
    assertThat(first.leases()).containsExactly(new LeaseId(1));
  }

  @Test
  void trainsOnAndReportsAfterItsActorSystemWasMadeAnew() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(3)));
    bench.open(1);
    EpochDone done = next(EpochDone.class);
    done.replyTo().tell(new Acknowledged(done.lease(), done.sequence()));
    await().atMost(LONG).until(() -> pending() == 0);
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
    assertThat(report(3).lease()).isEqualTo(new LeaseId(1));
  }

  @Test
  void saysGoodbye() {
    register();
    agent.tell(WorkerAgent.Leave.NOW);
    assertThat(next(WorkerLeaving.class))
        .isEqualTo(new WorkerLeaving(WORKER.id(), WORKER.incarnation()));
  }

  /** What is on disk for a lease would be stale once that is given back. */
  @Test
  void saysNoGoodbyeWhileReportsAreWithItAlone() throws IOException {
    ActorRef<WorkerProtocol> worker = register();
    worker.tell(new WorkerProtocol.StartAttempt(lease(1), spec(1)));
    bench.open(1);
    next(EpochDone.class);

    agent.tell(WorkerAgent.Leave.NOW);

    assertThatThrownBy(() -> coordinator.fishForMessage(Duration.ofSeconds(2), this::untilGoodbye))
        .isInstanceOf(AssertionError.class);
  }

  private FishingOutcome untilGoodbye(CoordinatorProtocol message) {
    return message instanceof WorkerLeaving
        ? FishingOutcomes.complete()
        : FishingOutcomes.continueAndIgnore();
  }

  private double connected() {
    return bench.metric("cbd_worker_coordinator_connected");
  }

  private double pending() {
    return bench.metric("cbd_worker_reports_pending");
  }
}
