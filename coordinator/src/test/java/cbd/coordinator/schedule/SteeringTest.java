package cbd.coordinator.schedule;

import static cbd.coordinator.schedule.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * People pause trials and take workers out of service; slots that fail everything go by themselves.
 */
class SteeringTest {
  private static final WorkerId GPU_1 = new WorkerId("gpu-1");
  private static final TrialOutcome HANDED_BACK = new TrialOutcome.Stopped("as it was asked");

  private final Rig rig = new Rig();

  @Test
  void whatWaitsIsPausedAtOnceAndWhatRunsWhenItIsHandedBack() {
    rig.accept(2, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();

    pause(false, 0, 1);

    assertThat(rig.standing(1).state()).isEqualTo(TrialState.PAUSED);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.LEASED);
    assertThat(Steering.wantedBack(rig.state, GPU_1)).containsExactly(rig.lease(0));

    rig.finish(0, HANDED_BACK);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.PAUSED);
    assertThat(rig.standing(0).maxAttempts() - rig.standing(0).attempt())
        .as("as many attempts are left as before")
        .isEqualTo(2);
    assertThat(rig.state.slots()).containsEntry(SlotState.IDLE, 1);
  }

  @Test
  void whatIsHandedBackInGoodOrderDoesNotUseUpWhatIsExcused() {
    rig.accept(1, 1);
    rig.register("gpu-1", "cpu");
    rig.decide();
    for (int i = 0; i < 10; i++) {
      rig.finish(0, HANDED_BACK);
      rig.apply(rig.scheduler.leave(rig.state, GPU_1, 1, rig.now));
      rig.register("gpu-1", "cpu");
      rig.decide();
    }
    assertThat(rig.standing(0).caveats().excused()).isZero();
    assertThat(rig.standing(0).maxAttempts()).isEqualTo(rig.lease(0).attempt());

    for (int i = 0; i < 10; i++) {
      rig.fail(0, Failure.DISK_FULL);
      rig.pass(Duration.ofHours(1));
      assertThat(rig.slotOf(0)).as("believed").isEqualTo("gpu-1/0");
    }
    assertThat(rig.standing(0).caveats().excused()).isEqualTo(10);
    rig.finish(0, HANDED_BACK);
    assertThat(rig.slotOf(0)).as("and this is believed still").isEqualTo("gpu-1/0");
    rig.fail(0, Failure.DISK_FULL);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.FAILED);
  }

  @Test
  void aRunningAttemptMayFinishAndItsResultCounts() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    pause(true, 0);
    assertThat(Steering.wantedBack(rig.state, GPU_1)).isEmpty();
    rig.succeed(0);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.SUCCEEDED);
  }

  @Test
  void anAttemptThatFailsWhileItMayFinishIsNotTriedAgainBeforeItIsResumed() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    pause(true, 0);
    rig.fail(0, Failure.KILLED);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.PAUSED);
    rig.pass(Duration.ofHours(1));
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.PAUSED);

    resume(0);
    assertThat(rig.lease(0).attempt()).isEqualTo(2);
  }

  @Test
  void pausingAndResumingTwiceIsAsOnce() {
    rig.accept(2, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    pause(false, 0, 1);
    assertThat(Steering.pause(rig.state, List.of(id(0), id(1)), false, rig.now)).isEmpty();
    resume(0, 1);
    assertThat(Steering.resume(rig.state, List.of(id(0), id(1)), rig.now)).isEmpty();
    assertThat(Steering.wantedBack(rig.state, GPU_1)).isEmpty();
  }

  @Test
  void aPauseOutlivesTheCoordinator() {
    rig.accept(2, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    Lease running = rig.lease(0);
    pause(false, 0, 1);
    rig.restart();
    rig.register("gpu-1", List.of(running.id()), "cpu");
    rig.decide();
    assertThat(rig.standing(1).state()).isEqualTo(TrialState.PAUSED);
    assertThat(Steering.wantedBack(rig.state, GPU_1)).hasSize(1);
  }

  @Test
  void aCordonedWorkerRunsOnButGetsNothing() {
    rig.accept(3, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    cordon(Hold.Kind.CORDONED, false);
    rig.succeed(0);
    assertThat(rig.state.running()).isEmpty();
    assertThat(rig.state.slots()).containsEntry(SlotState.CORDONED, 1);

    rig.restart();
    rig.register("gpu-1", "cpu");
    rig.decide();
    assertThat(rig.state.running()).as("kept over a restart").isEmpty();

    uncordon(null);
    assertThat(rig.slotOf(1)).isEqualTo("gpu-1/0");
  }

  @Test
  void aHurriedDrainWantsEverythingBackAndThenTheWorkerMayGo() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    cordon(Hold.Kind.DRAINING_NOW, true);
    assertThat(Steering.wantedBack(rig.state, GPU_1)).containsExactly(rig.lease(0));
    assertThat(Steering.mayDepart(rig.state, GPU_1)).isFalse();

    rig.finish(0, HANDED_BACK);
    assertThat(Steering.mayDepart(rig.state, GPU_1)).isTrue();

    rig.apply(rig.scheduler.leave(rig.state, GPU_1, 1, rig.now));
    rig.register("gpu-1", "cpu");
    assertThat(Steering.mayDepart(rig.state, GPU_1)).as("started again it may stay").isFalse();
    assertThat(rig.state.slots()).containsEntry(SlotState.CORDONED, 1);
  }

  @Test
  void aWorkerThatSaysItCannotWorkGetsNothingUntilItCan() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.scheduler.condition(rig.state, GPU_1, 1, "its disk is full", rig.now);
    rig.decide();
    assertThat(rig.state.running()).isEmpty();
    assertThat(rig.state.slots()).containsEntry(SlotState.UNWILLING, 1);
    rig.scheduler.condition(rig.state, GPU_1, 1, "", rig.now);
    rig.decide();
    assertThat(rig.state.running()).hasSize(1);
  }

  @Test
  void aSlotThatFailsThreeTrialsInARowIsQuarantinedAndTheThirdDoesNotCount() {
    rig.accept(9, 3);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.NATIVE_CRASH);
    rig.fail(2, Failure.HUNG);
    List<Event> third = rig.fail(3, Failure.TRAINING_ERROR);

    assertThat(third.get(0))
        .isInstanceOfSatisfying(
            Event.AttemptFailed.class,
            failed -> assertThat(failed.next()).isInstanceOf(Event.Next.Excused.class));
    assertThat(third.get(1)).isInstanceOf(Event.SlotQuarantined.class);
    assertThat(rig.state.slots()).containsEntry(SlotState.QUARANTINED, 1);
    rig.succeed(1);
    assertThat(rig.state.running())
        .extracting(each -> each.lease().slot().toString())
        .containsExactly("gpu-2/0");
  }

  @Test
  void aQuarantineEndsWithAProbeThatSucceedsAndGrowsWithOneThatFails() {
    quarantine();
    rig.pass(Duration.ofMinutes(4));
    assertThat(rig.state.running()).isEmpty();
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.state.running()).as("one probe").hasSize(1);
    failTheProbe();
    rig.pass(Duration.ofMinutes(9));
    assertThat(rig.state.running()).isEmpty();
    rig.pass(Duration.ofMinutes(1));

    int probe = running();
    assertThat(rig.succeed(probe))
        .anySatisfy(event -> assertThat(event).isInstanceOf(Event.SlotReleased.class));
    assertThat(rig.state.holds()).isEmpty();
    assertThat(rig.state.running()).as("back in service").hasSize(1);
  }

  @Test
  void aPersonEndsAQuarantine() {
    quarantine();
    uncordon(0);
    assertThat(rig.state.running()).hasSize(1);
  }

  @Test
  void anExceptionInTrainingIsTriedOnceElsewhere() {
    rig.accept(1, 9);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    String first = rig.slotOf(0);
    rig.fail(0, Failure.TRAINING_ERROR);
    rig.pass(Duration.ofMinutes(1));
    assertThat(rig.slotOf(0)).isNotEmpty().isNotEqualTo(first);

    rig.fail(0, Failure.TRAINING_ERROR);
    assertThat(rig.standing(0).state()).isEqualTo(TrialState.FAILED);
  }

  @Test
  void trialsThatFailEverywhereAreNotTheSlots() {
    rig.accept(9, 1);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    for (int trial = 0; trial < 8; trial++) {
      rig.fail(trial, Failure.TRAINING_ERROR);
    }
    assertThat(rig.state.holds()).isEmpty();
  }

  @Test
  void aDivergedLossIsNeverTheSlots() {
    rig.accept(9, 1);
    rig.register("gpu-1", "gpu:0");
    rig.decide();
    for (int trial = 0; trial < 8; trial++) {
      rig.fail(trial, Failure.DIVERGED);
    }
    assertThat(rig.state.holds()).isEmpty();
  }

  /** The only slot there is fails three trials. */
  private void quarantine() {
    rig.accept(9, 3);
    rig.register("gpu-1", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.NATIVE_CRASH);
    rig.fail(1, Failure.NATIVE_CRASH);
    rig.fail(2, Failure.NATIVE_CRASH);
    assertThat(rig.state.holds()).hasSize(1);
  }

  private void failTheProbe() {
    int probe = running();
    int left = rig.standing(probe).maxAttempts() - rig.standing(probe).attempt();
    rig.fail(probe, Failure.NATIVE_CRASH);
    assertThat(rig.standing(probe).maxAttempts() - rig.standing(probe).attempt())
        .as("a probe costs no attempt")
        .isEqualTo(left + 1);
  }

  private int running() {
    String hex = rig.state.running().get(0).trial().id().value();
    return Integer.parseInt(hex, 16);
  }

  private void pause(boolean finish, int... trials) {
    for (int trial : trials) {
      rig.apply(Steering.pause(rig.state, List.of(id(trial)), finish, rig.now));
    }
    rig.decide();
  }

  private void resume(int... trials) {
    for (int trial : trials) {
      rig.apply(Steering.resume(rig.state, List.of(id(trial)), rig.now));
    }
    rig.decide();
  }

  private void cordon(Hold.Kind kind, boolean stop) {
    rig.apply(Steering.cordon(rig.state, GPU_1, kind, stop, "a person", rig.now));
    rig.decide();
  }

  private void uncordon(Integer slot) {
    rig.apply(Steering.uncordon(rig.state, GPU_1, slot, rig.now));
    rig.decide();
  }
}
