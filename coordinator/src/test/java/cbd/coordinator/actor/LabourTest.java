package cbd.coordinator.actor;

import static cbd.coordinator.actor.StoppingRig.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabourTest {
  private static final Trial TRIAL = StoppingRig.cbd(1);
  private static final TrialId ID = TRIAL.id();
  private static final LeaseId LEASE = new LeaseId(1);

  /** All ways in which the one attempt may end, seven seconds after it began. */
  private static final Map<String, Event> ENDINGS =
      Map.of(
          "succeeded",
          new Event.TrialSucceeded(at(7), LEASE, ID, 1, 1, Trials.result(0.9, 0.1)),
          "failed",
          new Event.AttemptFailed(
              at(7),
              LEASE,
              ID,
              1,
              1,
              new TrialOutcome.Failed(Failure.KILLED, "gone", ""),
              new Event.Next.GiveUp("out of attempts")),
          "expired",
          new Event.LeaseExpired(at(7), LEASE, ID, 1, "silent", new Event.Next.Retry(at(9))),
          "returned",
          new Event.LeaseReturned(at(7), LEASE, ID, 1, Handover.WORKER_LEFT, "gpu-1 left"),
          "stopped",
          new Event.TrialStopped(at(7), ID, 2, "others are better"),
          "cancelled",
          new Event.TrialCancelled(at(7), ID));

  private final StoppingRig rig = new StoppingRig();

  @Test
  void tellsOfEachEndingWhichItWasAndHowLongTheAttemptTook() {
    ENDINGS.forEach(
        (outcome, event) -> {
          StoppingRig fresh = new StoppingRig();
          fresh.accept(TRIAL);
          Labour labour = new Labour(fresh.ledger(), NOW);
          assertThat(labour.follow(fresh.grant(TRIAL))).isEmpty();
          assertThat(labour.longestSilence(at(5))).isEqualTo(Duration.ofSeconds(5));

          fresh.enter(event);
          assertThat(labour.longestSilence(at(8))).as("%s, not followed yet", outcome).isZero();
          assertThat(labour.follow(event)).hasValue(ended(outcome, 7, true));

          assertThat(labour.longestSilence(at(8))).as(outcome).isZero();
          assertThat(labour.follow(event)).as("%s again", outcome).isEmpty();
        });
  }

  /** What it takes when it is granted next may change meanwhile. */
  @Test
  void countsTheSlotsThatAnAttemptKeeps() {
    rig.accept(TRIAL);
    Labour labour = new Labour(rig.ledger(), NOW);
    Event granted =
        new Event.LeaseGranted(
            NOW,
            new Lease(LEASE, ID, 1, new SlotId(new WorkerId("gpu-1"), 1), NOW.plusSeconds(90)),
            List.of(2, 3));
    rig.enter(granted);
    labour.follow(granted);
    Labour later = new Labour(rig.ledger(), at(3));

    Event event = ENDINGS.get("succeeded");
    rig.enter(event);

    assertThat(labour.follow(event)).map(CoordinatorObserver.Ended::slots).hasValue(3);
    assertThat(later.follow(event)).map(CoordinatorObserver.Ended::slots).hasValue(3);
  }

  @Test
  void ofAnAttemptThatItFoundRunningItKnowsTheTimeSince() {
    rig.accept(TRIAL);
    rig.grant(TRIAL);
    Labour labour = new Labour(rig.ledger(), at(3));
    assertThat(labour.longestSilence(at(5))).isEqualTo(Duration.ofSeconds(2));

    Event event = ENDINGS.get("succeeded");
    rig.enter(event);

    assertThat(labour.follow(event)).hasValue(ended("succeeded", 4, false));
  }

  @Test
  void anEpochThatIsStoredLateMakesNoSilence() {
    rig.accept(TRIAL);
    Labour labour = new Labour(rig.ledger(), NOW);
    labour.follow(rig.grant(TRIAL));
    labour.progressed(ID, at(10));

    labour.follow(
        new Event.EpochRecorded(
            at(4), LEASE, ID, 1, 1, Trials.epoch(Phase.FINAL, 1, 0.5, 0.1), at(94)));

    assertThat(labour.longestSilence(at(12))).isEqualTo(Duration.ofSeconds(2));
  }

  private static CoordinatorObserver.Ended ended(String outcome, int seconds, boolean inThisTerm) {
    return new CoordinatorObserver.Ended(
        ID, outcome, "other", 1, Duration.ofSeconds(seconds), inThisTerm);
  }

  private static Instant at(int seconds) {
    return NOW.plusSeconds(seconds);
  }
}
