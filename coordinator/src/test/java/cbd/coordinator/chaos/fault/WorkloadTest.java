package cbd.coordinator.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Defense;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private final Workload workload = new Workload();

  @Test
  void givesValidSweepsThatShareTrials() {
    Submission first = workload.next();
    Submission second = workload.next();

    assertThat(first.sweep()).isNotEqualTo(second.sweep());
    assertThat(first.trials()).hasSize(6);
    assertThat(second.trials()).hasSize(6).containsAnyElementsOf(first.trials());
    assertThat(first.trials())
        .anyMatch(trial -> trial.spec().defense() instanceof Defense.None)
        .anyMatch(trial -> trial.spec().defense() instanceof Defense.Cbd);
  }

  @Test
  void remembersEachConfirmedSweepOnce() {
    Submission sweep = workload.next();

    workload.confirm(sweep);
    workload.confirm(sweep);

    assertThat(workload.confirmed()).containsExactly(sweep);
  }
}
