package cbd.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.Repeats;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {
  private final Rig rig = new Rig();

  @Test
  void grantsTheHighestPriorityFirstAndEqualsInTheirOrder() {
    rig.accept(2, 3);
    accept("more-0123abcd", 5, trials(2, 4));
    accept("less-0123abcd", -5, trials(4, 5));
    accept("also-0123abcd", 5, trials(5, 6));

    assertThat(order(6)).containsExactly(2, 3, 5, 0, 1, 4);
  }

  @Test
  void stopsNothingThatRuns() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();

    accept("more-0123abcd", 100, trials(1, 2));
    rig.decide();

    assertThat(rig.slotOf(0)).isEqualTo("gpu-1/0");
    assertThat(rig.slotOf(1)).isEmpty();
  }

  @Test
  void doesNotLetALowerPriorityRiseByWaiting() {
    rig.accept(1, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    accept("less-0123abcd", -1, trials(1, 2));
    rig.pass(Duration.ofDays(30));
    accept("more-0123abcd", 0, trials(2, 3));

    rig.succeed(0);

    assertThat(rig.slotOf(2)).isEqualTo("gpu-1/0");
  }

  @Test
  void raisesATrialThatAnotherSweepWantsSooner() {
    rig.accept(3, 3);
    accept("more-0123abcd", 5, trials(2, 3));
    accept("less-0123abcd", -5, trials(0, 1));

    assertThat(rig.standing(2).priority()).isEqualTo(5);
    assertThat(rig.standing(0).priority()).as("never lowered").isZero();
    rig.restart();
    assertThat(order(3)).containsExactly(2, 0, 1);
  }

  @Test
  void raisesATrialThatRunsForItsNextAttempt() {
    rig.accept(2, 3);
    rig.register("gpu-1", "cpu");
    rig.decide();
    rig.fail(0, Failure.RUNNER_DIED);
    rig.decide();
    accept("more-0123abcd", 5, trials(1, 2));
    assertThat(rig.slotOf(1)).as("it runs on").isEqualTo("gpu-1/0");
    rig.fail(1, Failure.RUNNER_DIED);

    rig.pass(Duration.ofMinutes(10));

    assertThat(rig.slotOf(1)).as("before the older one").isEqualTo("gpu-1/0");
    assertThat(rig.standing(1).attempt()).isEqualTo(2);
    assertThat(rig.slotOf(0)).isEmpty();
  }

  private static List<Trial> trials(int from, int to) {
    return Samples.trials(to).subList(from, to);
  }

  private void accept(String sweep, int priority, List<Trial> trials) {
    SweepTerms terms = new SweepTerms(priority, List.of(), "", new Repeats.AsWritten());
    rig.apply(rig.scheduler.submit(rig.now, new SweepId(sweep), "other", "…", trials, 3, terms));
  }

  /** In which order so many trials are granted to one slot. */
  private List<Integer> order(int trials) {
    List<Integer> order = new ArrayList<>();
    rig.register("gpu-1", "cpu");
    rig.decide();
    while (order.size() < trials) {
      for (int trial = 0; trial < trials; trial++) {
        if (!rig.slotOf(trial).isEmpty()) {
          order.add(trial);
          rig.succeed(trial);
          break;
        }
      }
    }
    return order;
  }
}
