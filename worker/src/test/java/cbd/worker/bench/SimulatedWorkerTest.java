package cbd.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.CoordinatorProtocol.AttemptFinished;
import cbd.wire.CoordinatorProtocol.ClockRead;
import cbd.wire.CoordinatorProtocol.Condition;
import cbd.wire.CoordinatorProtocol.Progressed;
import cbd.wire.CoordinatorProtocol.RegisterWorker;
import cbd.wire.CoordinatorProtocol.StillRunning;
import cbd.wire.WorkerProtocol;
import cbd.worker.PatientActors;
import cbd.worker.runner.Workbench;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedWorkerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ActorTestKit kit = ActorTestKit.create("worker", PatientActors.CONFIG);
  private final TestProbe<CoordinatorProtocol> coordinator =
      kit.createTestProbe(CoordinatorProtocol.class);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final CountDownLatch departed = new CountDownLatch(1);
  private final Tally tally = new Tally();
  private ActorRef<WorkerProtocol> worker;

  @BeforeEach
  void registerAndStartATrialThatLastsAnHour() {
    kit.spawn(
        SimulatedWorker.create(
            new WorkerDescription(new WorkerId("w"), 7, "host", "0", List.of("cpu")),
            coordinator.getRef(),
            new PretendedTrial(Duration.ofHours(1), 0, Duration.ZERO, Duration.ofMillis(50)),
            timer,
            tally,
            departed::countDown,
            InstantSource.fixed(Instant.EPOCH)));
    worker = coordinator.expectMessageClass(RegisterWorker.class, LONG).replyTo();
    worker.tell(new WorkerProtocol.Registered(1, Duration.ofMillis(100), List.of()));
    worker.tell(new WorkerProtocol.StartAttempt(lease(7), Workbench.spec(1)));
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    kit.shutdownTestKit();
  }

  @Test
  void showsThatItLivesAndVouchesForWhatItRuns() {
    assertThat(next(Condition.class).worker()).isEqualTo(new WorkerId("w"));
    assertThat(next(StillRunning.class).lease()).isEqualTo(new LeaseId(7));
  }

  @Test
  void saysThatItGetsOnWhileATrialLasts() {
    assertThat(next(Progressed.class).lease()).isEqualTo(new LeaseId(7));
    assertThat(next(Progressed.class).progress().done()).isZero();
  }

  @Test
  void tellsWhatItsClockSaysWithEachPulse() {
    assertThat(next(ClockRead.class).at()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void handsBackWhatItIsAskedForOnce() {
    worker.tell(new WorkerProtocol.HandBack(new LeaseId(7), "its trial is paused"));
    worker.tell(new WorkerProtocol.HandBack(new LeaseId(7), "its trial is paused"));
    worker.tell(new WorkerProtocol.HandBack(new LeaseId(8), "its trial is paused"));
    assertThat(next(AttemptFinished.class).lease()).isEqualTo(new LeaseId(7));
    AttemptFinished unknown = next(AttemptFinished.class);
    assertThat(unknown.lease()).as("what it never heard of").isEqualTo(new LeaseId(8));
    assertThat(unknown.outcome()).isEqualTo(new TrialOutcome.Stopped("its trial is paused"));

    worker.tell(new WorkerProtocol.Acknowledged(new LeaseId(7), 1));
    worker.tell(new WorkerProtocol.RegistrationNeeded());
    assertThat(next(RegisterWorker.class).running()).isEmpty();
    assertThat(tally.line()).as("no result").contains("\"finished\":0");
  }

  @Test
  void goesWhenItIsToldTo() {
    worker.tell(new WorkerProtocol.Depart("a person drains it"));
    await().atMost(LONG).until(() -> departed.getCount() == 0);
  }

  private <T extends CoordinatorProtocol> T next(Class<T> type) {
    while (true) {
      CoordinatorProtocol message = coordinator.receiveMessage(LONG);
      if (type.isInstance(message)) {
        return type.cast(message);
      }
    }
  }

  private static Lease lease(long id) {
    return new Lease(
        new LeaseId(id),
        TrialId.of(Workbench.spec(1)),
        1,
        new SlotId(new WorkerId("w"), 0),
        Instant.EPOCH);
  }
}
