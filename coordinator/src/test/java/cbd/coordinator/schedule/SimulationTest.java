package cbd.coordinator.schedule;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.TrialState;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final int TRIALS = 6000;
  private static final int WORKERS = 40;
  private static final Set<Bug> OF_RESOURCES =
      EnumSet.of(Bug.FORGETS_SLOTS_BESIDE, Bug.IGNORES_MEMORY);

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void everyTrialEndsOnceWhateverDies(long seed) {
    Simulation.Outcome outcome = new Simulation(seed, TRIALS, WORKERS, Bug.NONE).run();
    assertThat(outcome.crashes()).as("the coordinator crashed").isPositive();
    assertThat(outcome.verdicts())
        .as("all kinds of reports")
        .containsOnlyKeys(Verdict.Kind.values());
    assertThat(outcome.counts().get(TrialState.SUCCEEDED)).isGreaterThan(TRIALS * 6 / 10);
    assertThat(outcome.counts().get(TrialState.STOPPED)).isGreaterThan(TRIALS / 20);
    assertThat(outcome.cameBack()).as("trials that had failed came back").isPositive();
    Set<Class<?>> happened = outcome.history().stream().map(Event::getClass).collect(toSet());
    // Sweeps grow by what their trials measured, which nobody plays here.
    happened.add(Event.SweepExtended.class);
    assertThat(happened).containsExactlyInAnyOrder(Event.class.getPermittedSubclasses());
  }

  @Test
  void everyTrialEndsOnceInSlotsThatHaveWhatItNeeds() {
    Simulation.Outcome outcome = new Simulation(3, 600, 20, Bug.NONE, true).run();
    assertThat(outcome.counts().get(TrialState.SUCCEEDED)).isGreaterThan(400);
    assertThat(outcome.several()).as("leases of several slots").isGreaterThan(150);
  }

  @Test
  void equalSeedsGiveEqualHistories() {
    assertThat(new Simulation(7, 300, 10, Bug.NONE).run())
        .isEqualTo(new Simulation(7, 300, 10, Bug.NONE).run());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeInTheCoordinatorIsCaught(Bug bug) {
    assertThatThrownBy(
            () -> {
              // Some mistakes need a certain misfortune, which not every seed brings.
              for (long seed = 1; seed <= 40; seed++) {
                new Simulation(seed, 600, 3, bug, OF_RESOURCES.contains(bug)).run();
              }
            })
        .isInstanceOfAny(AssertionError.class, IllegalTransitionException.class);
  }
}
