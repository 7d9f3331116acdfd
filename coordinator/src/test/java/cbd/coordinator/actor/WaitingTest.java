package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.schedule.Event;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final WorkerId WORKER = new WorkerId("gpu-1");
  private static final TrialId TRIAL = new TrialId("0".repeat(32));
  private static final TrialId SECOND = new TrialId("1".repeat(32));

  private final Waiting waiting = new Waiting();

  @Test
  void theOldestIsWhoCameIntoTheQueueFirst() {
    assertThat(waiting.oldest(START)).isZero();
    waiting.moved(TRIAL, TrialState.QUEUED, START);
    waiting.moved(SECOND, TrialState.QUEUED, at(10));
    assertThat(waiting.oldest(at(30))).isEqualTo(Duration.ofSeconds(30));

    waiting.moved(TRIAL, TrialState.LEASED, at(40));
    assertThat(waiting.oldest(at(40))).isEqualTo(Duration.ofSeconds(30));
    waiting.moved(TRIAL, TrialState.QUEUED, at(50));
    assertThat(waiting.oldest(at(60))).as("the second").isEqualTo(Duration.ofSeconds(50));
  }

  @Test
  void anOrderHasWaitedSinceTheLaterOfTrialAndSlot() {
    waiting.freed(WORKER, 2, START);
    waiting.moved(TRIAL, TrialState.QUEUED, at(10));
    assertThat(sent(TRIAL, 0, 1, at(12))).isEqualTo(Duration.ofSeconds(2));

    waiting.freed(new SlotId(WORKER, 0), at(20));
    waiting.moved(SECOND, TrialState.QUEUED, at(15));
    assertThat(sent(SECOND, 0, 1, at(21))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aTrialOfSeveralSlotsCouldBeginOnceTheLastOfThemWasFree() {
    waiting.freed(new SlotId(WORKER, 0), START);
    waiting.freed(new SlotId(WORKER, 1), at(20));
    waiting.moved(TRIAL, TrialState.QUEUED, START);
    waiting.granted(lease(TRIAL, 0, 1), List.of(1));

    assertThat(waiting.sent(TRIAL, at(21))).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void laterAttemptsMayWaitOnPurpose() {
    waiting.freed(WORKER, 1, START);
    waiting.moved(TRIAL, TrialState.QUEUED, START);
    waiting.granted(lease(TRIAL, 0, 2), List.of());

    assertThat(waiting.sent(TRIAL, at(1))).isEmpty();
  }

  @Test
  void forgetsWorkersThatAreNotThere() {
    waiting.freed(WORKER, 1, at(20));
    waiting.moved(TRIAL, TrialState.QUEUED, START);
    waiting.forgetOthers(List.of());

    assertThat(sent(TRIAL, 0, 1, at(20))).as("as of a slot never seen").hasSeconds(20);
  }

  @Test
  void aQuarantineIsNotWaitedFor() {
    StoppingRig rig = new StoppingRig();
    Trial trial = StoppingRig.cbd(1);
    rig.accept(trial);
    Instant probeAt = StoppingRig.NOW.plusSeconds(60);
    rig.enter(
        new Event.SlotQuarantined(StoppingRig.NOW, new SlotId(WORKER, 1), "it failed", probeAt));
    rig.grant(trial);

    assertThat(rig.ledger().waiting().sent(trial.id(), probeAt.plusSeconds(1)))
        .hasValue(Duration.ofSeconds(1));
  }

  @Test
  void isToldOnce() {
    waiting.moved(TRIAL, TrialState.QUEUED, START);
    waiting.granted(lease(TRIAL, 0, 1), List.of());

    assertThat(waiting.sent(TRIAL, at(1))).hasValue(Duration.ofSeconds(1));
    assertThat(waiting.sent(TRIAL, at(1))).isEmpty();
  }

  private Duration sent(TrialId trial, int slot, int attempt, Instant now) {
    waiting.granted(lease(trial, slot, attempt), List.of());
    waiting.moved(trial, TrialState.LEASED, now);
    return waiting.sent(trial, now).orElseThrow();
  }

  private static Lease lease(TrialId trial, int slot, int attempt) {
    return new Lease(new LeaseId(1), trial, attempt, new SlotId(WORKER, slot), at(1000));
  }

  private static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }
}
