package cbd.training.bench;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.bench.Measurement.Work;
import cbd.training.bench.StepTimes.Sample;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class StepTimesTest {

  @Test
  void leavesOutTheWarmUpOfEachPhase() {
    StepTimes times = new StepTimes(clock(0, 9, 10, 12, 29, 33), () -> 0, 1);
    StepTimes.Turn turn = times.turn(false);
    steps(turn, Phase.BACKDOORED, 3);
    steps(turn, Phase.FINAL, 2);
    turn.finish();
    assertThat(times.byWork()).containsOnlyKeys(Work.PHASE_A, Work.PHASE_B);
    assertThat(wall(times, Work.PHASE_A)).containsExactly(1., 2.);
    assertThat(wall(times, Work.PHASE_B)).containsExactly(4.);
  }

  @Test
  void addsACriticStepToTheMainStepAtItsPlace() {
    StepTimes times = new StepTimes(clock(0, 1, 3, 13, 33), clock(0, 2, 4, 6, 8), 0);
    StepTimes.Turn turn = times.turn(true);
    steps(turn, Phase.FINAL, 4);
    turn.finish();
    assertThat(times.byWork().get(Work.PHASE_B_CRITIC).steps())
        .containsExactly(new Sample(1 + 10, 4), new Sample(2 + 20, 4));
  }

  @Test
  void gathersTheTurnsOfAllRounds() {
    StepTimes times = new StepTimes(clock(0, 1, 1, 3), () -> 0, 0);
    for (int i = 0; i < 2; i++) {
      StepTimes.Turn turn = times.turn(false);
      steps(turn, Phase.BACKDOORED, 1);
      turn.finish();
    }
    assertThat(wall(times, Work.PHASE_A)).containsExactly(1., 2.);
  }

  private static List<Double> wall(StepTimes times, Work work) {
    return times.byWork().get(work).steps().stream().map(Sample::wallMillis).toList();
  }

  private static void steps(StepTimes.Turn turn, Phase phase, int steps) {
    for (int i = 1; i <= steps; i++) {
      assertThat(turn.onStep(new Progress(phase, 1, 1, i, steps, 0.5))).isTrue();
    }
  }

  /** Shows these milliseconds, one after the other. */
  private static LongSupplier clock(long... millis) {
    PrimitiveIterator.OfLong next = LongStream.of(millis).iterator();
    return () -> next.nextLong() * 1_000_000;
  }
}
