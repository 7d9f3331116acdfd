package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.domain.Repeats;
import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.Words;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The ways beside the grid to say which trials a sweep has. */
class SweepAxesTest {
  private static final String BASE =
      "name: demo\ntrial: {dataset: shapes, attack: badnets, defense: none}\n";

  @Test
  void advancesZippedSettingsTogether() {
    assertThat(
            trials(
                """
                grid: {repeat: [0, 1]}
                zip:
                  attack: [badnets, blend, sig]
                  attack.poisonRate: [0.1, 0.05, 0.2]
                """,
                SweepAxesTest::brief))
        .containsExactly(
            "badnets 0.1 none 0",
            "blend 0.05 none 0",
            "sig 0.2 none 0",
            "badnets 0.1 none 1",
            "blend 0.05 none 1",
            "sig 0.2 none 1");
  }

  @Test
  void tellsWhichZippedSettingHasTooFewValues() {
    assertThat(
            problems(
                """
                zip:
                  attack: [badnets, blend, sig]
                  attack.poisonRate: [0.1, 0.05]
                """))
        .containsExactly(
            "zip.attack.poisonRate must have as many values as zip.attack, for they advance"
                + " together: 3, but has 2 (line 5, column 3)");
  }

  @Test
  void takesCellsThatAreWrittenOut() {
    assertThat(
            trials(
                """
                list:
                - {attack: badnets, attack.poisonRate: 0.1}
                - {attack: {type: blend, alpha: 0.3}, defense: cbd, defense.t1: 3}
                repeats: 2
                """,
                SweepAxesTest::brief))
        .containsExactly(
            "badnets 0.1 none 0", "badnets 0.1 none 1", "blend 0.1 cbd 0", "blend 0.1 cbd 1");
  }

  @Test
  void repeatsStandBesideTheAxes() {
    assertThat(problems("grid: {repeats: [0, 1]}\n").get(0))
        .contains("is not a setting of a trial; write repeats: 3 beside the axes, or repeat: [0,");
  }

  @Test
  void tellsOfASettingThatAWrittenCellDoesNotHave() {
    assertThat(
            problems(
                """
                list:
                - {defense: cbd, defense.t1: 3}
                - {defense: none, defense.t1: 3}
                - {defence: cbd}
                """))
        .containsExactly(
            "list[1].defense.t1 is a setting of cbd, which this cell does not have"
                + " (line 5, column 19)",
            "list[2].defence is not a setting of a trial; did you mean defense?"
                + " (line 6, column 4)");
  }

  @Test
  void givesEachAttackWhatOnlyItHas() {
    assertThat(
            trials(
                """
                grid:
                  attack: [badnets, {type: blend, alpha: 0.1}, {type: blend, alpha: 0.3}]
                  attack.patchSize: [3, 6]
                """,
                spec ->
                    spec.attack() instanceof Attack.Blend blend
                        ? "blend " + blend.alpha()
                        : "badnets " + ((Attack.BadNets) spec.attack()).patchSize()))
        .containsExactly("badnets 3", "badnets 6", "blend 0.1", "blend 0.3");
  }

  private static final String RANDOM =
      """
      random:
        samples: %d
        seed: %d
        settings:
          training.learningRate: {logUniform: [0.001, 1]}
          training.momentum: {uniform: [0.5, 0.9]}
          training.epochs: {int: [2, 5]}
          attack: {choice: [badnets, blend]}
      """;

  @Test
  void drawsWithinItsRanges() {
    List<TrialSpec> trials = trials(RANDOM.formatted(400, 7), Function.identity());

    assertThat(trials).hasSize(400);
    assertThat(trials)
        .extracting(spec -> spec.training().learningRate())
        .allMatch(rate -> rate >= 0.001 && rate <= 1);
    assertThat(trials.stream().filter(spec -> spec.training().learningRate() < 0.0316).count())
        .as("half of the logarithmic range")
        .isBetween(160L, 240L);
    assertThat(trials.stream().mapToDouble(spec -> spec.training().momentum()).average())
        .hasValueCloseTo(0.7, within(0.02));
    assertThat(trials).extracting(spec -> spec.training().epochs()).containsOnly(2, 3, 4, 5);
    assertThat(trials.stream().filter(spec -> spec.attack() instanceof Attack.Blend).count())
        .isBetween(160L, 240L);
  }

  /** These values stand in results: another way to draw would make other trials of old files. */
  @Test
  void drawsTheSameEverywhereAndAlways() {
    assertThat(
            trials(
                RANDOM.formatted(3, 7),
                spec ->
                    spec.training().learningRate()
                        + " "
                        + spec.training().momentum()
                        + " "
                        + spec.training().epochs()))
        .containsExactly("0.1935 0.5254 5", "0.001555 0.7453 4", "0.00631 0.8077 3");
  }

  @Test
  void keepsItsDrawsWhenMoreAreAskedFor() {
    List<TrialSpec> few = trials(RANDOM.formatted(5, 7), Function.identity());
    List<TrialSpec> many = trials(RANDOM.formatted(50, 7), Function.identity());
    List<TrialSpec> others = trials(RANDOM.formatted(5, 8), Function.identity());

    assertThat(many.subList(0, 5)).isEqualTo(few);
    assertThat(others).doesNotContainAnyElementsOf(few);
  }

  @Test
  void tellsAllThatIsWrongWithDraws() {
    assertThat(
            problems(
                """
                random:
                  sampels: 3
                  settings:
                    defense.t1: {ints: [2, 8]}
                    attack.poisonRate: {uniform: [0.5, 0.1]}
                    training.learningRate: {logUniform: [0, 1]}
                    training.momentum: 0.9
                    training.epochs: {int: [2.5, 8]}
                    attack: {choice: []}
                """))
        .containsExactly(
            "random.sampels is not a setting of random; did you mean samples? Settings: samples,"
                + " seed, settings (line 4, column 3)",
            "random.samples is missing; it must be a whole number (line 4, column 3)",
            "random.settings.defense.t1.ints is no way to draw; did you mean int? Ways: uniform,"
                + " logUniform, int, choice (line 6, column 18)",
            "random.settings.attack.poisonRate.uniform must be two numbers, the lower one first,"
                + " such as [0.1, 1] (line 7, column 34)",
            "random.settings.training.learningRate.logUniform must begin above 0, such as"
                + " [0.0001, 0.1]; or use uniform (line 8, column 42)",
            "random.settings.training.momentum must say what to draw from: {uniform: [low, high]},"
                + " {logUniform: [low, high]}, {int: [low, high]} or {choice: [a, b]}"
                + " (line 9, column 24)",
            "random.settings.training.epochs.int must be two whole numbers, the lower one first,"
                + " such as [2, 8] (line 10, column 28)",
            "random.settings.attack.choice must be a list of at least one value"
                + " (line 11, column 22)");
  }

  @Test
  void tellsOnceOfARangeThatGoesTooFar() {
    assertThat(
            problems("random: {samples: 50, settings: {attack.poisonRate: {uniform: [0.9, 3.0]}}}"))
        .singleElement()
        .asString()
        .startsWith("trial.attack.poisonRate must be between 0.0 and 1.0, but was ");
  }

  @Test
  void repeatsEachCell() {
    assertThat(trials("grid: {defense: [none, cbd]}\nrepeats: 3", SweepAxesTest::brief))
        .containsExactly(
            "badnets 0.1 none 0",
            "badnets 0.1 none 1",
            "badnets 0.1 none 2",
            "badnets 0.1 cbd 0",
            "badnets 0.1 cbd 1",
            "badnets 0.1 cbd 2");
  }

  @Test
  void beginsWithTheLeastRepeatsAndSaysUntilWhen() {
    Sweep sweep = SweepFile.parse(BASE + "repeats: {until: ci95 < 0.5%, max: 10, min: 3}");

    assertThat(TrialGrid.of(sweep).trials()).hasSize(3);
    assertThat(sweep.terms().repeats()).isEqualTo(new Repeats.Until(3, 10, 0.005));
  }

  @Test
  void tellsWhatIsWrongWithRepeats() {
    assertThat(problems("repeats: 0"))
        .containsExactly(
            "repeats must be a whole number between 1 and 100000, or a mapping such as"
                + " {until: ci95 < 0.5%, max: 10} (line 3, column 10)");
    assertThat(problems("repeats: {until: ci < 1, max: 1000000}"))
        .containsExactly(
            "repeats.until must be a bound on ci95 in percent, such as ci95 < 0.5%, but was"
                + " 'ci < 1' (line 3, column 18)",
            "repeats.max must be between 2 and 1000, but was 1000000 (line 3, column 31)");
    assertThat(problems("repeats: {until: ci95 < 0%, max: 3, min: 4}"))
        .containsExactly(
            "repeats.until must have a bound above 0% and at most 100%, but was 'ci95 < 0%'"
                + " (line 3, column 18)",
            "repeats.min must be at most max, which is 3, but was 4 (line 3, column 42)");
    assertThat(problems("repeats: {until: ci95 < 1%, max: 3}\nexclude: [{repeat: 1}]"))
        .containsExactly(
            "exclude[0].repeat cannot stand beside repeats with until, which adds repeats: leave it"
                + " out (line 4, column 12)");
    assertThat(problems("repeats: 3\ngrid: {repeat: [0, 1]}"))
        .containsExactly("repeats and grid.repeat both set repeat: keep one (line 3, column 1)");
    assertThat(
            problems(
                "repeats: {until: ci95 < 1%, max: 1000}\ngrid: {trainImages: ["
                    + "1000, ".repeat(101)
                    + "]}"))
        .containsExactly(
            "this sweep has 101 × 1000 = 101,000 cells, but a sweep may have at most 100,000:"
                + " split it (line 1, column 1)");
  }

  @Test
  void refusesTwoAxesThatSetTheSame() {
    assertThat(
            problems(
                """
                grid: {attack: [badnets, blend]}
                zip: {attack: [badnets, blend], defense: [none, cbd]}
                """))
        .containsExactly("zip.attack and grid.attack both set attack: keep one (line 4, column 7)");
  }

  @Test
  void keepsWhatIsIncludedAndLeavesOutWhatIsExcluded() {
    String grid =
        """
        grid:
          attack: [badnets, {type: blend, alpha: 0.3}, sig]
          attack.poisonRate: [0.05, 0.1]
          defense: [none, cbd]
        """;
    assertThat(
            trials(
                grid
                    + """
                    exclude:
                    - {attack: [badnets, sig], attack.poisonRate: 0.05}
                    - {attack: {type: blend, alpha: 0.3}, defense: cbd}
                    """,
                SweepAxesTest::brief))
        .containsExactly(
            "badnets 0.1 none 0",
            "badnets 0.1 cbd 0",
            "blend 0.05 none 0",
            "blend 0.1 none 0",
            "sig 0.1 none 0",
            "sig 0.1 cbd 0");
    assertThat(
            trials(
                grid
                    + """
                    include:
                    - {defense: cbd, attack.poisonRate: 0.1}
                    exclude:
                    - {attack: sig}
                    """,
                SweepAxesTest::brief))
        .containsExactly("badnets 0.1 cbd 0", "blend 0.1 cbd 0");
  }

  @Test
  void leavesOutCellsThatWouldBeNoTrials() {
    Sweep sweep =
        SweepFile.parse(
            BASE
                + """
                grid:
                  attack: [badnets, sig]
                  attack.mapping: [all-to-one, all-to-all]
                exclude:
                - {attack: sig, attack.mapping: all-to-all}
                """);

    assertThat(sweep.cells()).isEqualTo(3);
    assertThat(TrialGrid.of(sweep).trials()).hasSize(3);
    assertThat(TrialGrid.of(sweep).collapsed()).isZero();
  }

  @Test
  void tellsOfRulesThatMatchNothingAndWhatIsThere() {
    assertThat(
            problems(
                """
                grid:
                  attack: [badnets, blend]
                  attack.poisonRate: [0.05, 0.1]
                exclude:
                - {attack: badnet}
                - {attack.poisonRate: 0.2}
                - {defense.t1: 3}
                - {attack.poisonrate: 0.1}
                - {attack: badnets, attack.alpha: 0.2}
                - {}
                """))
        .containsExactly(
            "exclude[0].attack matches no trial: attack is one of badnets, blend; did you mean"
                + " badnets? (line 7, column 4)",
            "exclude[1].attack.poisonRate matches no trial: attack.poisonRate is one of 0.05, 0.1"
                + " (line 8, column 4)",
            "exclude[2].defense.t1 matches no trial: none has defense.t1 (line 9, column 4)",
            "exclude[3].attack.poisonrate is not a setting of a trial; did you mean"
                + " attack.poisonRate? (line 10, column 4)",
            "exclude[4] matches no trial: none has all of this at once (line 11, column 3)",
            "exclude[5] must name at least one setting, such as {attack: badnets}"
                + " (line 12, column 3)");
  }

  @Test
  void refusesRulesThatLeaveNothing() {
    assertThat(problems("grid: {defense: [none, cbd]}\nexclude: [{defense: [none, cbd]}]"))
        .containsExactly(
            "exclude leaves no trial of the sweep: take a rule away (line 4, column 10)");
  }

  @Test
  void readsPriorityLabelsAndNotes() {
    Sweep sweep =
        SweepFile.parse(BASE + "priority: 5\nlabels: [paper, table 2]\nnotes: for the rebuttal");

    assertThat(sweep.terms().priority()).isEqualTo(5);
    assertThat(sweep.terms().labels()).containsExactly("paper", "table 2");
    assertThat(sweep.terms().notes()).isEqualTo("for the rebuttal");
    assertThat(problems("priority: 101\nlabels: [a, a]"))
        .contains("priority must be between -100 and 100, but was 101 (line 3, column 11)")
        .contains("labels must each stand once (line 4, column 9)");
  }

  private static String brief(TrialSpec spec) {
    String attack = Words.of(spec.attack().getClass());
    return attack
        + " "
        + spec.attack().poisonRate()
        + " "
        + (spec.defense() instanceof Defense.Cbd ? "cbd" : "none")
        + " "
        + spec.repeat();
  }

  private static <T> List<T> trials(String rest, Function<TrialSpec, T> view) {
    return TrialGrid.of(SweepFile.parse(BASE + rest))
        .trials()
        .map(trial -> view.apply(trial.spec()))
        .toList();
  }

  private static List<String> problems(String rest) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> SweepFile.parse(BASE + rest));
    assertThat(thrown).as("problems of %s", rest).isNotNull();
    return thrown.problems().stream().map(Object::toString).toList();
  }
}
