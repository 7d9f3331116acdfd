package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.SweepTerms;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where a trial goes after a failure: elsewhere, and with less beside it. */
class CompanyTest {
  private static final Duration COOL_DOWN = Duration.ofSeconds(10);

  private final Rig rig = new Rig();

  @Test
  void waitsForAnotherWorkerWhileOneMayComeFree() {
    rig.accept(2, 3);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.HUNG);
    rig.pass(COOL_DOWN);
    assertThat(rig.slotOf(0)).as("gpu-1 is free, but failed it").isEmpty();
    rig.succeed(1);
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void goesBackToTheSameWorkerWhenNoOtherComesFreeInTime() {
    rig.accept(2, 3);
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.HUNG);
    rig.pass(COOL_DOWN.plusMinutes(2));
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
  }

  @Test
  void prefersAnotherDeviceOfTheOnlyWorker() {
    rig.accept(1, 3);
    rig.register("gpu-1", "gpu:0", "gpu:1");
    rig.decide();
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
    rig.fail(0, Failure.NATIVE_CRASH);
    rig.pass(COOL_DOWN);
    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/1");
  }

  @Test
  void remembersAfterARestartWhereNotToGo() {
    rig.accept(1, 3);
    rig.register("gpu-1", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.NATIVE_CRASH);
    rig.restart();
    rig.register("gpu-1", "gpu:0");
    rig.register("gpu-2", "gpu:0");
    rig.pass(COOL_DOWN);
    assertThat(rig.slotOf(0)).isEqualTo("gpu-2/0");
  }

  @Test
  void isAloneOnADeviceAfterItsMemoryRanOut() {
    rig.accept(4, 3);
    rig.register("gpu-1", "gpu:0", "gpu:0", "gpu:1");
    rig.decide();
    rig.fail(0, Failure.DEVICE_MEMORY_EXHAUSTED);
    assertThat(rig.standing(0).caveats().room()).isEqualTo(Room.ALONE_ON_DEVICE);
    assertThat(rig.slotOf(3)).as("the slot is filled at once").isEqualTo("gpu-1/0");

    rig.pass(COOL_DOWN);
    rig.succeed(2);
    assertThat(rig.slotOf(0)).as("alone on the other device").isEqualTo("gpu-1/2");
  }

  @Test
  void nobodyJoinsATrialThatMustBeAlone() {
    rig.accept(1, 3);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.DEVICE_MEMORY_EXHAUSTED);
    rig.pass(COOL_DOWN);
    assertThat(rig.slotOf(0)).isNotEmpty();

    rig.apply(
        rig.scheduler.submit(
            rig.now,
            Samples.SWEEP,
            "more",
            "…",
            Samples.trials(3).subList(1, 3),
            3,
            SweepTerms.DEFAULT));
    rig.decide();
    assertThat(rig.state.running()).hasSize(1);
    rig.succeed(0);
    assertThat(rig.state.running()).hasSize(2);
  }

  @Test
  void aTrialThatMustBeAloneIsNotStarvedByNewcomers() {
    rig.accept(9, 3);
    rig.register("gpu-1", "gpu:0", "gpu:0");
    rig.decide();
    rig.fail(0, Failure.DEVICE_MEMORY_EXHAUSTED);
    rig.pass(COOL_DOWN);
    rig.succeed(1);
    assertThat(rig.state.running()).as("its place is kept free").hasSize(1);
    rig.succeed(2);
    assertThat(rig.slotOf(0)).isNotEmpty();
    assertThat(rig.state.running()).hasSize(1);
  }

  @Test
  void climbsOneRungWithEachRetry() {
    rig.accept(1, 3);
    rig.register("gpu-1", "gpu:0", "gpu:1");
    rig.decide();
    rig.fail(0, Failure.DEVICE_MEMORY_EXHAUSTED);
    rig.pass(COOL_DOWN);
    rig.fail(0, Failure.DEVICE_MEMORY_EXHAUSTED);
    assertThat(rig.standing(0).caveats().room()).isEqualTo(Room.ALONE_ON_WORKER);
  }

  @Test
  void isAloneOnAWorkerAfterTheMachinesMemoryRanOut() {
    rig.accept(2, 3);
    rig.register("gpu-1", "gpu:0", "gpu:1");
    rig.decide();
    rig.fail(0, Failure.KILLED_FOR_MEMORY);
    rig.pass(COOL_DOWN);
    assertThat(rig.slotOf(0)).as("gpu:0 is free, but gpu:1 is not").isEmpty();
    rig.succeed(1);
    assertThat(rig.slotOf(0)).isNotEmpty();
  }

  @Test
  void aFullDiskOfTheWorkerCostsNoAttempt() {
    rig.accept(1, 1);
    rig.register("gpu-1", "cpu");
    rig.decide();
    rig.fail(0, Failure.DISK_FULL);
    rig.pass(COOL_DOWN);
    assertThat(rig.lease(0).attempt()).isEqualTo(2);
    assertThat(rig.standing(0).maxAttempts()).isEqualTo(2);
  }

  @Test
  void whatHappensAgainAndAgainIsNoAccidentAnyMore() {
    rig.accept(1, 1);
    rig.register("gpu-1", "cpu");
    rig.decide();
    int tries = 0;
    while (rig.find(0).isPresent()) {
      rig.fail(0, Failure.DISK_FULL);
      rig.pass(Duration.ofMinutes(5));
      tries++;
    }
    assertThat(tries).as("ten that did not count, and the one that does").isEqualTo(11);
  }
}
