package cbd.coordinator.schedule;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.TrialState;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final int TRIALS = 6000;
  private static final int WORKERS = 40;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyTrialEndsOnceWhateverDies(long seed) {
    Simulation.Outcome outcome = new Simulation(seed, TRIALS, WORKERS, Bug.NONE).run();
    assertThat(outcome.crashes()).as("the coordinator crashed").isPositive();
    assertThat(outcome.verdicts())
        .as("all kinds of reports")
        .containsOnlyKeys(Verdict.Kind.values());
    assertThat(outcome.counts().get(TrialState.SUCCEEDED)).isGreaterThan(TRIALS * 8 / 10);
    Set<Class<?>> happened = outcome.history().stream().map(Event::getClass).collect(toSet());
    assertThat(happened).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
  }

  @Test
  void equalSeedsGiveEqualHistories() {
    assertThat(new Simulation(7, 300, 10, Bug.NONE).run())
        .isEqualTo(new Simulation(7, 300, 10, Bug.NONE).run());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeInTheCoordinatorIsCaught(Bug bug) {
    assertThatThrownBy(() -> new Simulation(1, 600, 3, bug).run())
        .isInstanceOfAny(AssertionError.class, IllegalTransitionException.class);
  }
}
