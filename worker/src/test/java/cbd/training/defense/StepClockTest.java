package cbd.training.defense;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.defense.StepClock.Part;
import cbd.training.engine.TrainingEngine;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StepClockTest {
  private final NDManager manager = TrainingEngine.start(1).newManager("cpu");
  private final AtomicLong nanos = new AtomicLong(7_000_000_000L);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void addsUpWhatBelongsToAPart() {
    NDArray loss = manager.create(1f);
    StepClock clock = StepClock.started(nanos::get);
    mark(clock, Part.FORWARD, 1);
    mark(clock, Part.BACKWARD, 2);
    mark(clock, Part.OPTIMIZER, 3);
    mark(clock, Part.FORWARD, 10);
    mark(clock, Part.BACKWARD, 20);
    nanos.addAndGet(30_000_000_000L);
    assertThat(clock.time(0.5, loss)).isEqualTo(new StepTime(0.5, 11, 22, 33));
  }

  @Test
  void takesWhatAProgramNotedWhateverItsClockCountsFrom() {
    StepClock clock = StepClock.started(nanos::get);
    NDArray moments = clock.moments(manager);
    moments.set(new long[] {100_000_000_000L, 103_000_000_000L, 108_000_000_000L});
    nanos.addAndGet(10_000_000_000L);
    assertThat(clock.time(0.5, manager.create(1f))).isEqualTo(new StepTime(0.5, 2, 3, 5));
  }

  @Test
  void oneThatIsOffHasNoPlaceForMoments() {
    assertThat(StepClock.OFF.moments(manager).size()).isZero();
  }

  private void mark(StepClock clock, Part part, int seconds) {
    nanos.addAndGet(seconds * 1_000_000_000L);
    clock.mark(part, manager.create(new float[] {1, 2}));
  }
}
