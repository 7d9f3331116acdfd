package cbd.worker.bench;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import cbd.wire.CoordinatorProtocol;
import cbd.wire.WorkerProtocol;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SimulatedSlotTest {
  private final Tally tally = new Tally();
  private final SimulatedSlot slot = new SimulatedSlot(new PretendedTrial(Duration.ZERO, 2), tally);
  private final TestInbox<WorkerProtocol> self = TestInbox.create();

  @Test
  void reportsEachEpochWhenTheOneBeforeIsAcknowledgedAndThenAResult() {
    slot.start(lease(7), 0);

    assertThat(slot.next(self.getRef(), 10)).isInstanceOf(CoordinatorProtocol.EpochDone.class);
    assertThat(slot.acknowledge(new LeaseId(7), 1, 20)).as("another follows").isTrue();
    assertThat(slot.next(self.getRef(), 30))
        .isInstanceOfSatisfying(
            CoordinatorProtocol.EpochDone.class, done -> assertThat(done.sequence()).isEqualTo(2));
    assertThat(slot.acknowledge(new LeaseId(7), 2, 40)).isTrue();
    assertThat(slot.next(self.getRef(), 50))
        .isInstanceOf(CoordinatorProtocol.AttemptFinished.class);
    assertThat(slot.acknowledge(new LeaseId(7), 3, 60)).as("nothing follows").isFalse();

    assertThat(slot.lease()).isEmpty();
    assertThat(tally.line()).contains("\"finished\":1", "\"epochs\":2", "\"resent\":0");
  }

  @Test
  void isNotMovedByAnswersToOtherReports() {
    slot.start(lease(7), 0);
    slot.next(self.getRef(), 10);

    assertThat(slot.acknowledge(new LeaseId(6), 1, 20)).isFalse();
    assertThat(slot.acknowledge(new LeaseId(7), 2, 20)).isFalse();

    assertThat(slot.unanswered(11)).isPresent();
    assertThat(slot.unanswered(10)).as("not long enough ago").isEmpty();
    assertThat(tally.line()).contains("\"epochs\":0");
  }

  @Test
  void countsTheTimeFromAResultToTheNextOrder() {
    SimulatedSlot idle = new SimulatedSlot(new PretendedTrial(Duration.ZERO, 0), tally);
    idle.start(lease(1), 0);
    idle.next(self.getRef(), 1_000_000);
    idle.acknowledge(new LeaseId(1), 1, 2_000_000);
    idle.start(lease(2), 3_000_000);

    assertThat(tally.line())
        .containsPattern("\"dispatch\":\\[\\{\"micros\":20\\d\\d,\"count\":1}]");
  }

  @Test
  void doesNotBeginAgainWhatIsOrderedAgain() {
    slot.start(lease(7), 0);
    slot.next(self.getRef(), 10);
    slot.start(lease(7), 20);

    assertThat(slot.unanswered(11)).isPresent();
    assertThat(slot.acknowledge(new LeaseId(7), 1, 30)).isTrue();
  }

  @Test
  void forgetsAnAttemptThatIsStopped() {
    slot.start(lease(7), 0);
    slot.next(self.getRef(), 10);

    slot.stop(new LeaseId(7));

    assertThat(slot.lease()).isEmpty();
    assertThat(slot.unanswered(Long.MAX_VALUE)).isEmpty();
  }

  private static Lease lease(long id) {
    return new Lease(
        new LeaseId(id),
        new TrialId("0123456789abcdef0123456789abcdef"),
        1,
        new SlotId(new WorkerId("simulated"), 0),
        Instant.EPOCH);
  }
}
