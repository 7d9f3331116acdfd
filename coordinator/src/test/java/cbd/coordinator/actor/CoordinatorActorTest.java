package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.coordinator.schedule.Event;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinatorActorTest {
  private final Stage stage = new Stage();
  private final ActorRef<CoordinatorProtocol> coordinator = stage.coordinator();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void confirmsASweepOnlyWhenItIsStored() {
    TestProbe<Reply> reply = stage.submit(2);

    reply.expectNoMessage();
    assertThat(stage.journal.stored).isEmpty();
    stage.store.step();

    reply.expectMessage(new Reply.Submitted(Stage.sweep(2), true, 2, 2, 0));
    assertThat(stage.journal.stored(Event.SweepAccepted.class)).hasSize(1);
  }

  @Test
  void takesTheSameSweepOnce() {
    stage.leased(coordinator, 2);

    stage.submit(2).expectMessage(new Reply.Submitted(Stage.sweep(2), false, 2, 0, 0));

    assertThat(stage.journal.stored(Event.SweepAccepted.class)).hasSize(1);
  }

  @Test
  void countsOnlyTheTrialsThatNoEarlierSweepBrought() {
    stage.leased(coordinator, 2);

    TestProbe<Reply> reply = stage.submit(5);
    stage.store.step();

    reply.expectMessage(new Reply.Submitted(Stage.sweep(5), true, 5, 3, 0));
  }

  @Test
  void ordersAnAttemptOnlyWhenItsLeaseIsStored() {
    TestProbe<Reply> reply = stage.submit(1);
    stage.store.step();
    reply.expectMessageClass(Reply.Submitted.class);

    coordinator.tell(stage.register(1));
    stage.worker.expectNoMessage();
    stage.store.step();

    WorkerProtocol.Registered registered =
        stage.worker.expectMessageClass(WorkerProtocol.Registered.class);
    assertThat(registered.epoch()).isEqualTo(1);
    assertThat(registered.pulseEvery()).isEqualTo(Duration.ofSeconds(5));
    WorkerProtocol.StartAttempt order =
        stage.worker.expectMessageClass(WorkerProtocol.StartAttempt.class);
    assertThat(order.spec()).isEqualTo(Stage.trials(1).get(0).spec());
    assertThat(stage.observer.times("granted")).isEqualTo(1);
  }

  @Test
  void acknowledgesAReportOnlyWhenItIsStored() {
    LeaseId lease = stage.leased(coordinator, 1);

    coordinator.tell(stage.epochDone(lease, 1));
    stage.worker.expectNoMessage();
    assertThat(stage.observer.times("epoch 1")).isZero();
    stage.store.step();

    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    assertThat(stage.observer.times("epoch 1")).isEqualTo(1);
  }

  @Test
  void storesWhatCameDuringAWriteInOneTransaction() {
    LeaseId lease = stage.leased(coordinator, 1);
    int before = stage.journal.batches.size();

    for (int sequence = 1; sequence <= 4; sequence++) {
      coordinator.tell(stage.epochDone(lease, sequence));
    }
    stage.look().toCompletableFuture().join();
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    stage.store.step();

    for (int sequence = 2; sequence <= 4; sequence++) {
      stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, sequence));
    }
    assertThat(stage.journal.batches).hasSize(before + 2);
    assertThat(stage.journal.batches.get(before + 1)).hasSize(3);
  }

  @Test
  void answersADuplicateOnlyWhenTheFirstCopyIsStored() {
    LeaseId lease = stage.leased(coordinator, 1);

    coordinator.tell(stage.epochDone(lease, 1));
    coordinator.tell(stage.epochDone(lease, 1));
    coordinator.tell(stage.epochDone(lease, 1));
    stage.worker.expectNoMessage();
    stage.store.step();

    // One for the report, one for all its copies together.
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    stage.worker.expectNoMessage();
    assertThat(stage.observer.times("duplicate epoch-done")).isEqualTo(2);
    assertThat(stage.journal.stored(Event.EpochRecorded.class)).hasSize(1);
  }

  @Test
  void saysNothingToAReportWhoseForerunnerIsMissing() {
    LeaseId lease = stage.leased(coordinator, 1);

    coordinator.tell(stage.epochDone(lease, 2));

    stage.worker.expectNoMessage();
    assertThat(stage.store.isIdle()).isTrue();
  }

  @Test
  void countsAResultOnceAndGivesTheSlotTheNextTrial() {
    LeaseId lease = stage.leased(coordinator, 2);

    coordinator.tell(stage.finished(lease, 1));
    coordinator.tell(stage.finished(lease, 1));
    stage.store.step();

    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    WorkerProtocol.StartAttempt next =
        stage.worker.expectMessageClass(WorkerProtocol.StartAttempt.class);
    assertThat(next.lease().id()).isNotEqualTo(lease);
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    assertThat(stage.journal.stored(Event.TrialSucceeded.class)).hasSize(1);
    assertThat(stage.observer.times("succeeded")).isEqualTo(1);
  }

  @Test
  void stopsAWorkerWhoseLeaseIsNotCurrent() {
    stage.leased(coordinator, 1);
    LeaseId stale = new LeaseId(99);

    coordinator.tell(stage.epochDone(stale, 1));

    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(stale, 1));
    assertThat(stage.worker.expectMessageClass(WorkerProtocol.StopAttempt.class).lease())
        .isEqualTo(stale);
    assertThat(stage.observer.times("stale epoch-done")).isEqualTo(1);
  }

  @Test
  void expiresALeaseThatMakesNoProgressThoughItsWorkerLives() {
    LeaseId lease = stage.leased(coordinator, 1);

    for (int i = 0; i < 19; i++) {
      coordinator.tell(
          new CoordinatorProtocol.Condition(
              stage.description(1).id(), 7, "", stage.worker.getRef()));
      stage.look().toCompletableFuture().join();
      stage.pass(Duration.ofSeconds(5));
    }
    stage.store.step();

    assertThat(stage.journal.stored(Event.LeaseExpired.class))
        .singleElement()
        .extracting(Event.LeaseExpired::reason)
        .isEqualTo("worker gpu-1 made no progress for 90 s");
    stage.look().toCompletableFuture().join();
    assertThat(stage.observer.times("expired")).isEqualTo(1);

    coordinator.tell(stage.epochDone(lease, 1));
    stage.worker.expectMessage(new WorkerProtocol.RegistrationNeeded());
  }

  @Test
  void asksAnUnknownWorkerToRegister() {
    coordinator.tell(
        new CoordinatorProtocol.Condition(stage.description(1).id(), 7, "", stage.worker.getRef()));

    stage.worker.expectMessage(new WorkerProtocol.RegistrationNeeded());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99})
  void refusesAWorkerOfAnotherProtocol(int version) {
    coordinator.tell(
        new CoordinatorProtocol.RegisterWorker(
            stage.description(1), List.of(), version, stage.worker.getRef()));

    assertThat(stage.worker.expectMessageClass(WorkerProtocol.RegistrationRefused.class).reason())
        .contains("version " + version + " of the protocol");
    assertThat(stage.observer.times("refused")).isEqualTo(1);
  }

  /** A sweep of one trial, which another sweep of two has too. */
  @Test
  void leavesTrialsThatAnotherSweepHoldsUnlessTheyAreMeant() {
    stage.submit(2);
    stage.store.step();
    stage.submit(1);
    stage.store.step();
    TestProbe<Reply> reply = stage.replies();

    stage.request(new Request.PauseSweep(Stage.sweep(1), false, false, reply.getRef()));
    reply.expectMessage(new Reply.Changed(0, 1));
    stage.request(new Request.CancelSweep(Stage.sweep(2), false, reply.getRef()));
    stage.store.step();
    reply.expectMessage(new Reply.Changed(1, 1));
    stage.request(new Request.CancelSweep(Stage.sweep(1), true, reply.getRef()));
    stage.store.step();
    reply.expectMessage(new Reply.Changed(1, 0));
  }

  @Test
  void tellsTheWorkerToStopACancelledTrial() {
    LeaseId lease = stage.leased(coordinator, 2);
    TestProbe<Reply> reply = stage.replies();

    stage.request(new Request.CancelSweep(Stage.sweep(2), false, reply.getRef()));
    stage.store.step();

    reply.expectMessage(new Reply.Changed(2, 0));
    assertThat(stage.worker.expectMessageClass(WorkerProtocol.StopAttempt.class).lease())
        .isEqualTo(lease);
    coordinator.tell(
        new CoordinatorProtocol.Progressed(lease, new Progress(Phase.FINAL, 1, 4, 1, 16, 0.1)));
    assertThat(stage.worker.expectMessageClass(WorkerProtocol.StopAttempt.class).lease())
        .isEqualTo(lease);
    assertThat(stage.observer.times("stale progressed")).isEqualTo(1);
  }

  @Test
  void queuesFailedTrialsAgainWhenAPersonWantsIt() {
    LeaseId lease = stage.leased(coordinator, 1);
    coordinator.tell(
        new CoordinatorProtocol.AttemptFinished(
            lease,
            1,
            new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", ""),
            stage.worker.getRef()));
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));
    TestProbe<Reply> reply = stage.replies();

    stage.request(
        new Request.RetrySweep(Stage.sweep(1), Set.of(TrialState.FAILED), reply.getRef()));
    stage.store.step();

    reply.expectMessage(new Reply.Changed(1, 0));
    WorkerProtocol.StartAttempt again =
        stage.worker.expectMessageClass(WorkerProtocol.StartAttempt.class);
    assertThat(again.lease().attempt()).isEqualTo(2);
    assertThat(stage.observer.times("failed DIVERGED")).isEqualTo(1);
  }

  @Test
  void doesNotKnowWhatNobodySubmitted() {
    TestProbe<Reply> reply = stage.replies();

    stage.request(new Request.CancelSweep(Stage.sweep(1), false, reply.getRef()));
    stage.request(new Request.RetryTrial(Stage.trials(1).get(0).id(), reply.getRef()));

    reply.expectMessage(new Reply.Unknown());
    reply.expectMessage(new Reply.Unknown());
  }

  @Test
  void losesSightOfAWorkerWhoseActorIsGoneButKeepsItsLease() {
    stage.leased(coordinator, 1);

    stage.worker.stop();
    stage.kit.createTestProbe().expectTerminated(stage.worker.getRef());

    TestProbe<Object> wait = stage.kit.createTestProbe();
    wait.awaitAssert(
        () -> {
          LiveView view = stage.look().toCompletableFuture().join();
          assertThat(view.workers()).singleElement().matches(LiveView.Worker::lost);
          assertThat(view.trials()).containsEntry(TrialState.LEASED, 1);
          return view;
        });
  }

  @Test
  void showsWhatRuns() {
    LeaseId lease = stage.leased(coordinator, 3);
    coordinator.tell(stage.epochDone(lease, 1));

    LiveView view = stage.look().toCompletableFuture().join();

    assertThat(view.sweeps())
        .singleElement()
        .satisfies(
            sweep -> {
              assertThat(sweep.id()).isEqualTo(Stage.sweep(3));
              assertThat(sweep.trials())
                  .containsEntry(TrialState.QUEUED, 2)
                  .containsEntry(TrialState.LEASED, 1)
                  .hasSize(TrialState.values().length);
            });
    assertThat(view.running())
        .singleElement()
        .satisfies(
            running -> {
              assertThat(running.lease()).isEqualTo(lease);
              assertThat(running.attempt()).isEqualTo(1);
              assertThat(running.maxAttempts()).isEqualTo(3);
              assertThat(running.last()).isNotNull();
            });
    assertThat(view.slots()).containsEntry(LiveView.SlotState.LEASED, 1);
  }
}
