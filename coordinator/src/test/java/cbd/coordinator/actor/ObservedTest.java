package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the metrics are told of how long things take. */
class ObservedTest {
  private final Stage stage = new Stage();
  private final ActorRef<CoordinatorProtocol> coordinator = stage.coordinator();

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void tellsHowLongAnOrderWaitedAndAnAttemptTook() {
    LeaseId lease = stage.leased(coordinator, 1);
    assertThat(stage.observer.times("sent after 0")).isEqualTo(1);
    stage.pass(Duration.ofSeconds(7));

    coordinator.tell(stage.finished(lease, 1));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));

    assertThat(stage.observer.times("succeeded on cpu after 7")).isEqualTo(1);
  }

  @Test
  void tellsHowALostAttemptEnded() {
    LeaseId lease = stage.leased(coordinator, 1);
    coordinator.tell(
        new CoordinatorProtocol.AttemptFinished(
            lease, 1, new TrialOutcome.Failed(Failure.KILLED, "gone", ""), stage.worker.getRef()));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    stage.worker.expectMessage(new WorkerProtocol.Acknowledged(lease, 1));

    assertThat(stage.observer.times("failed on cpu after 0")).isEqualTo(1);
  }

  @Test
  void knowsTheDeviceOfAnAttemptWhoseWorkerHasLeft() {
    stage.leased(coordinator, 1);
    coordinator.tell(new CoordinatorProtocol.WorkerLeaving(stage.description(1).id(), 7));
    stage.look().toCompletableFuture().join();
    stage.store.step();
    stage.look().toCompletableFuture().join();

    assertThat(stage.observer.times("returned on cpu after 0")).isEqualTo(1);
  }

  @Test
  void tellsWhoWaitsAndWhoIsSilent() {
    LeaseId lease = stage.leased(coordinator, 2);
    stage.pass(Duration.ofSeconds(5));
    assertThat(stage.observer.latest().oldestWaiting()).isEqualTo(Duration.ofSeconds(5));
    assertThat(stage.observer.latest().longestSilence()).isEqualTo(Duration.ofSeconds(5));

    coordinator.tell(
        new CoordinatorProtocol.Progressed(lease, new Progress(Phase.FINAL, 1, 4, 1, 9, 0.1)));
    stage.look().toCompletableFuture().join();
    stage.pass(Duration.ofSeconds(2));

    assertThat(stage.observer.latest().oldestWaiting()).isEqualTo(Duration.ofSeconds(7));
    assertThat(stage.observer.latest().longestSilence()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void rejectsWhatSpeaksOfALeaseThatWasNeverGranted() {
    LeaseId lease = stage.leased(coordinator, 1);

    coordinator.tell(stage.epochDone(new LeaseId(lease.value() + 1000), 1));
    coordinator.tell(new CoordinatorProtocol.StillRunning(new LeaseId(lease.value() + 1000)));
    stage.look().toCompletableFuture().join();

    assertThat(stage.observer.times("rejected never-granted")).isEqualTo(2);
    assertThat(stage.observer.times("stale epoch-done")).isEqualTo(1);
  }

  @Test
  void tellsHowFarAWorkersClockIsAway() {
    stage.leased(coordinator, 1);
    Instant theirs = stage.clock.instant().minusSeconds(9);
    coordinator.tell(new CoordinatorProtocol.ClockRead(stage.description(1).id(), theirs));
    coordinator.tell(new CoordinatorProtocol.ClockRead(new WorkerId("stranger"), Instant.EPOCH));
    stage.look().toCompletableFuture().join();
    stage.pass(Duration.ofSeconds(1));

    assertThat(stage.observer.latest().clockSkew()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void tellsOnceThatAWorkerIsLost() {
    stage.leased(coordinator, 1);
    stage.pass(Duration.ofSeconds(40));

    assertThat(stage.observer.times("worker lost")).isEqualTo(1);
  }
}
