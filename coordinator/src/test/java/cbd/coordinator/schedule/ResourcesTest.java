package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.SweepTerms;
import cbd.domain.WorkerId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a trial takes of a worker: enough memory, and several slots at once. */
class ResourcesTest {
  private static final long GIB = 1L << 30;
  private static final Resources BIG = new Resources(1, 6 * GIB);
  private static final Resources PAIR = new Resources(2, 0);

  private final Rig rig = new Rig();

  // Memory.

  @Test
  void goesOnlyWhereThereIsEnoughMemory() {
    rig.acceptWith(BIG, 0);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.tellMemory("gpu-1", 6 * GIB - 1);
    rig.tellMemory("gpu-2", 6 * GIB);
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void waitsWhileNoSlotHasEnoughAndGoesAsSoonAsOneDoes() {
    rig.acceptWith(BIG, 0);
    rig.register("gpu-1", "gpu:0");
    rig.tellMemory("gpu-1", 4 * GIB);
    rig.decide();
    assertThat(rig.find(0)).isEmpty();
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    assertThat(rig.find(0)).as("gpu-2 has not said how much it has").isEmpty();
    rig.tellMemory("gpu-2", 8 * GIB);
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void aWorkerThatDoesNotTellGetsTrialsThatAskForNoMemory() {
    rig.acceptWith(BIG, 0);
    rig.acceptWith(Resources.ANY, 1);
    rig.register("old", "cpu");
    rig.decide();
    assertThat(rig.find(0)).isEmpty();
    assertThat(rig.slotOf(1)).isEqualTo("old/0");
  }

  @Test
  void memoryIsForgottenWithTheProcessThatToldIt() {
    rig.acceptWith(BIG, 0);
    rig.register("gpu-1", "gpu:0");
    rig.tellMemory("gpu-1", 8 * GIB);
    rig.apply(
        rig.scheduler
            .register(rig.state, Samples.worker("gpu-1", 2, 1), List.of(), rig.now)
            .events());
    rig.decide();
    assertThat(rig.find(0)).as("another process, which has said nothing yet").isEmpty();
    rig.tellMemory("gpu-1", 8 * GIB);
    rig.decide();
    assertThat(rig.find(0)).as("told by the process before").isEmpty();
  }

  @Test
  void manyThatFitNowhereHoldUpNobody() {
    int many = 5000;
    rig.apply(
        rig.scheduler.submit(
            rig.now,
            Samples.SWEEP,
            "huge",
            "…",
            Samples.trials(many),
            3,
            SweepTerms.DEFAULT.with(BIG)));
    rig.acceptWith(Resources.ANY, many);
    rig.register("gpu-1", "gpu:0");
    rig.decide();
    assertThat(rig.slotOf(many)).isEqualTo("gpu-1/0");
    assertThat(rig.state.queueLength()).isEqualTo(many);
  }

  @Test
  void isNotMadeToWaitForAnotherWorkerThatHasTooLittle() {
    rig.acceptWith(BIG, 0);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.tellMemory("gpu-1", 8 * GIB);
    rig.tellMemory("gpu-2", 4 * GIB);
    rig.decide();
    rig.fail(0, Failure.HUNG);
    rig.pass(Duration.ofSeconds(10));
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
  }

  @Test
  void furtherRepeatsOfAnOlderSweepLeaveTheDemandOfALaterOneAlone() {
    rig.acceptWith(BIG, 0);
    rig.acceptWith(new Resources(1, GIB), 0);
    rig.apply(
        List.of(
            new Event.SweepExtended(
                rig.now, Samples.SWEEP, 2, List.of(Samples.trial(0)), 3, 0, BIG)));
    rig.register("gpu-1", "gpu:0");
    rig.tellMemory("gpu-1", 2 * GIB);
    rig.decide();

    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
  }

  // Slots.

  @Test
  void keepsNoDeviceFreeThatItIsToKeepAwayFrom() {
    rig.acceptWith(PAIR, 0);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    rig.register("gpu-2", "gpu:0", "gpu:0");
    rig.acceptWith(Resources.ANY, 1);
    rig.decide();
    assertThat(rig.slotOf(1)).startsWith("gpu-2/");
    rig.fail(0, Failure.HUNG);
    rig.acceptWith(PAIR, 2);
    rig.pass(Duration.ofSeconds(10));

    assertThat(rig.find(0)).as("it waits for the other worker").isEmpty();
    assertThat(rig.slotOf(2)).as("and leaves its own to others").startsWith("gpu-1/");
  }

  @Test
  void takesSlotsOfOneDeviceAndGivesThemBackTogether() {
    rig.acceptWith(PAIR, 0);
    rig.acceptWith(Resources.ANY, 1, 2);
    rig.register("gpu-1", "gpu:0", "gpu:1", "gpu:1");
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/1");
    assertThat(rig.standing(0).beside()).containsExactly(2);
    assertThat(rig.slotOf(1)).isEqualTo("gpu-1/0");
    assertThat(rig.find(2)).isEmpty();
    assertThat(rig.state.slots().get(SlotState.LEASED)).isEqualTo(3);
    assertThat(rig.state.running()).hasSize(2);

    rig.acceptWith(Resources.ANY, 3);
    rig.succeed(0);
    assertThat(List.of(rig.slotOf(2), rig.slotOf(3))).containsExactly("gpu-1/1", "gpu-1/2");
  }

  @Test
  void neverTakesSlotsOfTwoDevicesOrOfTwoWorkers() {
    rig.acceptWith(PAIR, 0);
    rig.register("gpu-1", "gpu:0", "gpu:1");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    assertThat(rig.find(0)).isEmpty();
  }

  @Test
  void itsSlotsHaveTheMemoryTogether() {
    rig.acceptWith(new Resources(2, 9 * GIB), 0);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.register("gpu-2", "gpu:0", "gpu:0");
    rig.tellMemory("gpu-1", 4 * GIB, 4 * GIB);
    rig.tellMemory("gpu-2", 5 * GIB, 5 * GIB);
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void isNotStarvedBySmallOnes() {
    rig.acceptWith(Resources.ANY, 0, 1);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    rig.acceptWith(PAIR, 2);
    rig.acceptWith(Resources.ANY, 3, 4, 5);
    rig.succeed(0);
    assertThat(rig.state.running()).as("its place is kept free").hasSize(1);
    rig.succeed(1);
    assertThat(rig.slotOf(2)).isEqualTo("gpu-1/0");
    rig.succeed(2);
    assertThat(rig.state.running()).hasSize(2);
  }

  @Test
  void keepsNoMoreFreeThanItNeeds() {
    rig.acceptWith(Resources.ANY, 0, 1, 2);
    rig.register("cpu-1", "cpu", "cpu", "cpu");
    rig.decide();
    rig.acceptWith(new Resources(3, 0), 3);
    rig.register("cpu-2", "cpu", "cpu");
    rig.acceptWith(Resources.ANY, 4, 5);
    rig.decide();
    assertThat(rig.slotOf(4)).as("cpu-2 can never have three").isEqualTo("cpu-2/0");
    assertThat(rig.slotOf(5)).isEqualTo("cpu-2/1");
  }

  @Test
  void oneThatFitsNowhereKeepsNothingFree() {
    rig.acceptWith(new Resources(3, 0), 0);
    rig.acceptWith(PAIR, 1);
    rig.acceptWith(Resources.ANY, 2, 3);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    assertThat(rig.slotOf(1)).isEqualTo("gpu-1/0");
    rig.succeed(1);
    assertThat(rig.state.running()).hasSize(2);
  }

  @Test
  void twoThatNeedAllOfADeviceTakeTurns() {
    rig.acceptWith(PAIR, 0, 1);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
    assertThat(rig.find(1)).isEmpty();
    rig.succeed(0);
    assertThat(rig.slotOf(1)).isEqualTo("gpu-1/0");
  }

  @Test
  void keepsItsSlotsThroughARestart() {
    rig.acceptWith(PAIR, 0);
    rig.acceptWith(Resources.ANY, 1);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    LeaseId lease = rig.lease(0).id();
    rig.restart();
    assertThat(rig.state.slots().get(SlotState.LOST)).isEqualTo(2);
    assertThat(rig.register("gpu-1", List.of(lease), "gpu:0", "gpu:0").adopted())
        .containsExactly(lease);
    rig.decide();
    assertThat(rig.find(1)).isEmpty();
    assertThat(rig.state.slots().get(SlotState.LEASED)).isEqualTo(2);
    rig.succeed(0);
    assertThat(rig.find(1)).isPresent();
  }

  @Test
  void givesAllItsSlotsBackWhenItsLeaseExpiresOrItsWorkerLeaves() {
    rig.acceptWith(PAIR, 0);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    rig.now = rig.now.plus(Duration.ofHours(1));
    rig.apply(rig.scheduler.decide(rig.state, rig.now));
    assertThat(rig.state.slots().get(SlotState.IDLE)).isEqualTo(2);

    rig.pass(Duration.ofMinutes(10));
    assertThat(rig.find(0)).isPresent();
    rig.apply(rig.scheduler.leave(rig.state, new WorkerId("gpu-1"), 1, rig.now));
    assertThat(rig.state.running()).isEmpty();
    rig.register("gpu-1", "gpu:0", "gpu:0");
    assertThat(rig.state.slots().get(SlotState.IDLE)).isEqualTo(2);
  }

  @Test
  void aLostLeaseComesBackOnlyWhileAllItsSlotsAreFree() {
    rig.acceptWith(PAIR, 0);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    LeaseId lease = rig.lease(0).id();
    rig.now = rig.now.plus(Duration.ofHours(1));
    rig.state.heard(rig.state.workers().get(0).worker(), "", rig.now);
    rig.acceptWith(Resources.ANY, 1);
    rig.apply(rig.scheduler.decide(rig.state, rig.now));
    Registration before = rig.register("gpu-1", List.of(lease), "gpu:0", "gpu:0");
    assertThat(before.adopted()).as("both are free again").containsExactly(lease);
    assertThat(rig.standing(0).beside()).containsExactly(1);

    rig.now = rig.now.plus(Duration.ofHours(1));
    rig.state.heard(rig.state.workers().get(0).worker(), "", rig.now);
    rig.decide();
    assertThat(rig.slotOf(1)).isEqualTo("gpu-1/0");
    assertThat(rig.register("gpu-1", List.of(lease, rig.lease(1).id()), "gpu:0", "gpu:0").adopted())
        .as("one of its slots is another's")
        .doesNotContain(lease);
  }

  @Test
  void whatWasGrantedTwiceIsRefused() {
    rig.acceptWith(PAIR, 0);
    rig.acceptWith(Resources.ANY, 1);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    Event twice = new Event.LeaseGranted(rig.now, Samples.lease(9, 1, 1, Samples.slot("gpu-1", 1)));
    assertThatThrownBy(() -> rig.state.apply(twice))
        .isInstanceOf(IllegalTransitionException.class)
        .hasMessageContaining("another lease");
  }

  @Test
  void aSlotThatFailedTrialAfterTrialIsTheOneThatIsProbed() {
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.apply(
        List.of(
            new Event.SlotQuarantined(
                rig.now, Samples.slot("gpu-1", 1), "it failed", rig.now.plusSeconds(300))));
    rig.acceptWith(PAIR, 0);
    rig.decide();
    assertThat(rig.find(0)).as("one of the two is in quarantine").isEmpty();
    rig.pass(Duration.ofMinutes(5));
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/1");
    assertThat(rig.standing(0).beside()).containsExactly(0);
  }

  // Several sweeps.

  @Test
  void aLaterSweepsDemandHoldsFromTheNextLeaseOn() {
    rig.acceptWith(BIG, 0);
    rig.acceptWith(Resources.ANY, 0);
    assertThat(rig.standing(0).resources()).as("nothing was asked for").isEqualTo(BIG);
    rig.acceptWith(new Resources(1, GIB), 0);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.tellMemory("gpu-1", 2 * GIB, 2 * GIB);
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
    rig.acceptWith(PAIR, 0);
    assertThat(rig.standing(0).beside()).as("what runs keeps what it has").isEmpty();
    rig.fail(0, Failure.HUNG);
    rig.pass(Duration.ofMinutes(3));
    assertThat(rig.standing(0).beside()).hasSize(1);
  }
}
