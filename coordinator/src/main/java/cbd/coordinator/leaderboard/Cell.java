package cbd.coordinator.leaderboard;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Scores;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The trials of one configuration, whatever their repeat.
 *
 * @param spec with repeat 0
 */
record Cell(TrialSpec spec, List<Entrant> entrants) {

  /** What a defense is up against; cells with equal ones are ranked together. */
  record Threat(
      Dataset dataset, int trainImages, int testImages, Architecture model, Attack attack) {}

  Threat threat() {
    return new Threat(
        spec.dataset(), spec.usedTrainImages(), spec.usedTestImages(), spec.model(), spec.attack());
  }

  boolean undefended() {
    return spec.defense() instanceof Defense.None;
  }

  /** The same configuration without a defense. */
  TrialSpec twin() {
    return with(spec, new Defense.None());
  }

  static TrialSpec withoutRepeat(TrialSpec spec) {
    return with(spec, spec.defense());
  }

  private static TrialSpec with(TrialSpec spec, Defense defense) {
    return new TrialSpec(
        spec.dataset(),
        spec.trainImages(),
        spec.testImages(),
        spec.model(),
        spec.attack(),
        defense,
        spec.training(),
        0);
  }

  boolean hasResults() {
    return count(state -> state == TrialState.SUCCEEDED) > 0;
  }

  int count(Predicate<TrialState> which) {
    return (int) entrants.stream().map(Entrant::state).filter(which).count();
  }

  Statistic cleanAccuracy() {
    return statistic(Scores::cleanAccuracy);
  }

  Statistic attackSuccessRate() {
    return statistic(Scores::attackSuccessRate);
  }

  Statistic robustAccuracy() {
    return statistic(Scores::robustAccuracy);
  }

  private Statistic statistic(ToDoubleFunction<Scores> score) {
    return Statistic.of(
        entrants.stream()
            .map(Entrant::result)
            .filter(Objects::nonNull)
            .map(TrialResult::scores)
            .map(score::applyAsDouble)
            .toList());
  }
}
