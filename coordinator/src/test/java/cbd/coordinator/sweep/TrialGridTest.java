package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.domain.Trial;
import cbd.domain.TrialSpec;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialGridTest {

  @Test
  void turnsTheLastAxisFastest() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes}
            grid:
              attack: [badnets, blend]
              defense: [none, cbd]
              repeat: [0, 1]
            """);

    assertThat(
            of(
                grid,
                spec ->
                    spec.attack().getClass().getSimpleName()
                        + " "
                        + spec.defense().getClass().getSimpleName()
                        + " "
                        + spec.repeat()))
        .containsExactly(
            "BadNets None 0",
            "BadNets None 1",
            "BadNets Cbd 0",
            "BadNets Cbd 1",
            "Blend None 0",
            "Blend None 1",
            "Blend Cbd 0",
            "Blend Cbd 1");
    assertThat(grid.cells()).isEqualTo(8);
    assertThat(grid.collapsed()).isZero();
  }

  /** Or a short text could fill the coordinator's memory with a copy for each of 100,000 cells. */
  @Test
  void equalListsAreHeldOnce() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets, defense: none, training: {lrMilestones: [3, 700]}}
            grid: {repeat: [0, 1, 2]}
            """);

    List<List<Integer>> lists = of(grid, spec -> spec.training().lrMilestones());

    assertThat(lists).hasSize(3).allSatisfy(list -> assertThat(list).isSameAs(lists.get(0)));
  }

  @Test
  void keepsTheOrderOfAGridThatIsMadeInParts() {
    String repeats =
        IntStream.range(0, 3000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    TrialGrid grid =
        grid(
            "trial: {dataset: shapes, attack: badnets, defense: none}\n"
                + "grid: {repeat: ["
                + repeats
                + "]}\n");

    assertThat(of(grid, spec -> String.valueOf(spec.repeat())))
        .isEqualTo(IntStream.range(0, 3000).mapToObj(String::valueOf).toList());
  }

  @Test
  void isOneTrialWithoutAGrid() {
    TrialGrid grid = grid("trial: {dataset: shapes, attack: badnets, defense: none}");

    assertThat(grid.trials()).hasSize(1);
    assertThat(grid.trials().map(Trial::id)).isEqualTo(grid.trials().map(Trial::id).toList());
  }

  @Test
  void appliesShallowAxesFirstWhateverTheirOrder() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, defense: none}
            grid:
              attack.poisonRate: [0.05, 0.01]
              attack: [badnets, {type: blend, poisonRate: 0.5, alpha: 0.3}]
            """);

    assertThat(of(grid, spec -> spec.attack().poisonRate()))
        .containsExactly(0.05, 0.05, 0.01, 0.01);
    assertThat(of(grid, TrialSpec::attack).get(1))
        .isInstanceOfSatisfying(
            Attack.Blend.class, blend -> assertThat(blend.alpha()).isEqualTo(0.3));
  }

  @Test
  void writesOutBareWordsAndDefaultsOnTheWayToADeepSetting() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets, defense: cbd}
            grid:
              attack.mapping.target: [3]
              defense.critic.dropout: [0.5]
              training.augmentation: [none]
              training.epochs: [7]
            """);

    TrialSpec spec = of(grid, Function.identity()).get(0);

    assertThat(spec.attack().mapping().wanted(0, 10)).isEqualTo(3);
    assertThat(spec.training().epochs()).isEqualTo(7);
    assertThat(((Defense.Cbd) spec.defense()).critic().dropout()).isEqualTo(0.5);
  }

  @Test
  void collapsesCellsWithoutTheSettingOfAnAxis() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets}
            grid:
              defense: [none, cbd]
              defense.t1: [3, 4, 5]
            """);

    assertThat(grid.cells()).isEqualTo(6);
    assertThat(grid.trials()).hasSize(4);
    assertThat(grid.collapsed()).isEqualTo(2);
    assertThat(of(grid, TrialSpec::defense).get(0)).isInstanceOf(Defense.None.class);
  }

  @Test
  void variesPresetsWithOtherSettingsBesideThem() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets, defense: cbd}
            grid:
              defense.t1: [3, 4]
              defense.critic.dropout: [0.5]
              defense.preset: [paper, official-code+disentangle]
            """);

    List<Defense.Cbd> cbds = of(grid, spec -> (Defense.Cbd) spec.defense());

    assertThat(cbds).extracting(Defense.Cbd::t1).containsExactly(3, 3, 4, 4);
    assertThat(cbds).extracting(cbd -> cbd.critic().dropout()).containsOnly(0.5);
    assertThat(cbds)
        .extracting(cbd -> cbd.critic().spectralNorm())
        .containsExactly(
            Defense.SpectralNorm.SIGMA,
            Defense.SpectralNorm.SQRT_SIGMA,
            Defense.SpectralNorm.SIGMA,
            Defense.SpectralNorm.SQRT_SIGMA);
    assertThat(cbds).extracting(Defense.Cbd::backdooredLrBug).contains(true, false);
  }

  @Test
  void collapsesAPresetIntoTheTrialThatSpellsItOut() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets}
            grid:
              defense:
                - cbd
                - {type: cbd, preset: paper}
                - {type: cbd, preset: official-code, disentangle: true}
                - {type: cbd, preset: official-code+disentangle}
            """);

    assertThat(grid.trials()).hasSize(2);
    assertThat(grid.collapsed()).isEqualTo(2);
  }

  @Test
  void makesTrialsOnlyWhenAskedFor() {
    TrialGrid grid =
        grid(
            """
            trial: {dataset: shapes, attack: badnets, defense: none}
            grid: {repeat: [0, 1, 2, 3]}
            """);
    int[] made = {0};

    List<Trial> first = grid.trials().peek(trial -> made[0]++).limit(1).toList();

    assertThat(first).hasSize(1);
    assertThat(made[0]).isEqualTo(1);
  }

  private static <T> List<T> of(TrialGrid grid, Function<TrialSpec, T> view) {
    return grid.trials().map(trial -> view.apply(trial.spec())).toList();
  }

  private static TrialGrid grid(String text) {
    return TrialGrid.of(SweepFile.parse("name: demo\n" + text));
  }
}
