package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that was lost comes back with what it has. */
class RevivalTest {
  private final Rig rig = new Rig();
  private Lease lost;

  @BeforeEach
  void aWorkerIsSilentUntilItsLeaseExpires() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    lost = rig.lease(0);
    rig.scheduler
        .epochDone(rig.state, lost.id(), 1, Samples.epoch(1), rig.now)
        .events()
        .forEach(rig.state::apply);
    rig.now = rig.now.plusSeconds(90);
    rig.scheduler.findLost(rig.state, rig.now);
    rig.decide();
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.COOLING_DOWN);
  }

  @Test
  void aWorkerThatComesBackBeforeTheTrialIsGrantedAgainGoesOn() {
    assertThat(comeBack().adopted()).containsExactly(lost.id());
    assertThat(rig.lease(0).attempt()).isEqualTo(1);

    List<Event> events =
        rig.scheduler
            .attemptFinished(
                rig.state, lost.id(), 2, new TrialOutcome.Succeeded(Samples.result(1)), rig.now)
            .events();
    rig.apply(events);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.SUCCEEDED);
  }

  @Test
  void soDoesOneThatComesBackAfterTheCoolDownAndACoordinatorsRestart() {
    rig.now = rig.now.plusSeconds(30);
    rig.decide();
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.QUEUED);
    assertThat(rig.standing(0).attempt()).isEqualTo(2);
    rig.restart();

    assertThat(comeBack().adopted()).containsExactly(lost.id());
    assertThat(rig.lease(0).attempt()).isEqualTo(1);
    assertThat(rig.standing(0).lastSequence()).isEqualTo(1);
  }

  @Test
  void aLeaseIsGoneForGoodOnceTheTrialWasGrantedAgain() {
    rig.register("gpu-2", "cpu");
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
    assertThat(comeBack().adopted()).isEmpty();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void soDoesOneWhoseTrialFailedAsItsLastAttemptExpired() {
    LeaseId last = failUnheard();
    assertThat(Steering.mayComeBack(rig.state, last)).isTrue();
    TrialOutcome won = new TrialOutcome.Succeeded(Samples.result(1));
    assertThat(rig.scheduler.attemptFinished(rig.state, last, 1, won, rig.now).kind())
        .as("not told to forget it, but to register")
        .isEqualTo(Verdict.Kind.EARLY);
    rig.restart();

    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).containsExactly(last);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.LEASED);
    assertThat(rig.standing(0).attempt()).isEqualTo(3);
    rig.succeed(0);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.SUCCEEDED);
    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).as("once").isEmpty();
  }

  @Test
  void oneThatExpiresOnceMoreFailsOnceMore() {
    LeaseId last = failUnheard();
    rig.register("gpu-1", List.of(last), "cpu");
    rig.now = rig.now.plusSeconds(90);
    rig.scheduler.findLost(rig.state, rig.now);
    rig.decide();
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.FAILED);
    assertThat(rig.standing(0).maxAttempts()).isEqualTo(3);
    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).containsExactly(last);
  }

  @Test
  void aTrialThatFailedByAReportIsNotRevived() {
    LeaseId last = failUnheard();
    rig.register("gpu-1", List.of(last), "cpu");
    rig.fail(0, Failure.KILLED);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.FAILED);
    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).isEmpty();
    rig.restart();
    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).isEmpty();
  }

  @Test
  void aTrialThatFailedAndWasRetriedIsRevivedOnlyUntilItIsGrantedAgain() {
    LeaseId last = failUnheard();
    rig.apply(rig.scheduler.requeue(rig.state, List.of(id(0)), 3, rig.now));
    rig.register("gpu-2", "cpu");
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");

    assertThat(rig.register("gpu-1", List.of(last), "cpu").adopted()).isEmpty();
    TrialOutcome won = new TrialOutcome.Succeeded(Samples.result(1));
    assertThat(rig.scheduler.attemptFinished(rig.state, last, 1, won, rig.now).kind())
        .isEqualTo(Verdict.Kind.STALE);
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  /** Nobody is heard until the last of three attempts has expired. */
  private LeaseId failUnheard() {
    LeaseId last = lost.id();
    while (rig.standing(0).state() != TrialState.FAILED) {
      rig.now = rig.now.plusSeconds(1000);
      rig.decide();
      rig.register("gpu-1", "cpu");
      rig.decide();
      last = rig.lease(0).id();
      rig.scheduler.stillRunning(rig.state, last, rig.now);
      rig.now = rig.now.plusSeconds(90);
      rig.scheduler.findLost(rig.state, rig.now);
      rig.decide();
    }
    return last;
  }

  @Test
  void aLeaseThatAnotherWorkerNamesIsNotRevived() {
    assertThat(rig.register("gpu-2", List.of(lost.id()), "cpu").adopted()).isEmpty();
  }

  @Test
  void aPausedTrialThatComesBackIsWantedBack() {
    rig.apply(Steering.pause(rig.state, List.of(id(0)), false, rig.now));
    comeBack();
    assertThat(Steering.wantedBack(rig.state, lost.slot().worker())).hasSize(1);
  }

  @Test
  void noLeaseExpiresForTheCoordinatorsOwnAbsence() {
    comeBack();
    rig.now = rig.now.plusSeconds(500);
    rig.scheduler.excuse(rig.state, Duration.ofSeconds(500));
    rig.decide();
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.LEASED);
  }

  private Registration comeBack() {
    return rig.register("gpu-1", List.<LeaseId>of(lost.id()), "cpu");
  }
}
