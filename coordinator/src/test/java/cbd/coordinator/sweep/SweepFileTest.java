package cbd.coordinator.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cbd.text.InvalidTextException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepFileTest {

  @Test
  void readsTheWholeFile() {
    Sweep sweep =
        SweepFile.parse(
            """
            name: demo
            description: two by two
            maxAttempts: 5
            trial: {dataset: shapes}
            grid:
              attack: [badnets, {type: blend, alpha: 0.2}]
              defense: [none, cbd]
            """);

    assertThat(sweep.name()).isEqualTo("demo");
    assertThat(sweep.description()).isEqualTo("two by two");
    assertThat(sweep.maxAttempts()).isEqualTo(5);
    assertThat(sweep.axes())
        .flatExtracting(Axis::setters)
        .extracting(Setter::path)
        .containsExactly("attack", "defense");
    assertThat(sweep.axes()).extracting(Axis::size).containsExactly(2, 2);
  }

  @Test
  void needsNoGridAndHasDefaults() {
    Sweep sweep =
        SweepFile.parse(
            """
            name: one
            trial: {dataset: shapes, attack: badnets, defense: none}
            """);

    assertThat(sweep.axes()).isEmpty();
    assertThat(sweep.maxAttempts()).isEqualTo(3);
    assertThat(sweep.description()).isEmpty();
  }

  @Test
  void tellsAllProblemsOfAFileTogether() {
    assertThat(
            problemsOf(
                """
                name: My Sweep
                maxAttemps: 3
                maxAttempts: 0
                trial:
                  datset: shapes
                  dataset: shape
                  trainImages: lots
                  attack:
                    type: badnets
                    poisnRate: 0.1
                    poisonRate: 1.5
                  training:
                    epochs: 12.5
                    lrMilestones: [4, eight, 0]
                    augmentation: {type: standard, cutout: 99, mapping: x}
                grid:
                  defense: [none, {type: cbd, critic: {dropout: yes}}, cdb]
                  defense.miWeigth: [0.1]
                  repeat: 3
                  training.momentum: []
                  model: [wrn-16-1, wrn-61-1, 16]
                """))
        .isEqualTo(
            """
            name must be 1 to 64 lower-case letters, digits and dashes, the first no dash, but was 'My Sweep' (line 1, column 7)
            maxAttemps is not a setting; did you mean maxAttempts? Settings: description, exclude, grid, include, labels, list, maxAttempts, name, notes, priority, random, repeats, resources, stopping, trial, zip (line 2, column 1)
            maxAttempts must be between 1 and 100, but was 0 (line 3, column 14)
            trial.datset is not a setting of trial; did you mean dataset? Settings: attack, dataset, defense, model, repeat, testImages, trainImages, training (line 5, column 3)
            trial.dataset must be one of shapes, cifar10, cifar100, gtsrb, mnist, fashion-mnist, folder, but was 'shape'; did you mean shapes? (line 6, column 12)
            trial.trainImages must be a whole number, but was 'lots' (line 7, column 16)
            trial.attack.poisnRate is not a setting of badnets; did you mean poisonRate? Settings: adaptive, mapping, patchSize, pattern, poisonRate (line 10, column 5)
            trial.attack.poisonRate must be between 0.0 and 1.0, but was 1.5 (line 11, column 17)
            trial.training.epochs must be a whole number, but was 12.5 (line 13, column 13)
            trial.training.lrMilestones[1] must be a whole number, but was 'eight' (line 14, column 23)
            trial.training.lrMilestones[2] must be between 1 and 10000, but was 0 (line 14, column 30)
            trial.training.augmentation.cutout must be between 0 and 32, but was 99 (line 15, column 44)
            trial.training.augmentation.mapping is not a setting of standard. Settings: cropPadding, cutout, horizontalFlip (line 15, column 48)
            trial.defense.critic.dropout must be a number, but was 'yes' (line 17, column 49)
            trial.defense must be one of none, cbd, but was 'cdb'; did you mean cbd? (line 17, column 56)
            grid.defense.miWeigth is not a setting of a trial; did you mean defense.miWeight? (line 18, column 3)
            grid.repeat must be a list of at least one value; write [3] (line 19, column 11)
            grid.training.momentum must be a list of at least one value, such as [a, b] (line 20, column 22)
            trial.model must be one of wrn-10-1, wrn-10-2, wrn-16-1, wrn-16-2, wrn-40-1, wrn-40-2, preact-resnet-18, resnet-18, resnet-34, resnet-18-imagenet, resnet-34-imagenet, but was 'wrn-61-1'; did you mean wrn-16-1? (line 21, column 21)
            trial.model must be one of wrn-10-1, wrn-10-2, wrn-16-1, wrn-16-2, wrn-40-1, wrn-40-2, preact-resnet-18, resnet-18, resnet-34, resnet-18-imagenet, resnet-34-imagenet, but was 16 (line 21, column 31)\
            """);
  }

  @Test
  void tellsWhatHoldsBetweenSettingsBesideWhatCannotBeRead() {
    assertThat(
            eachProblemOf(
                """
                name: demo
                trial:
                  dataset: cifar10
                  trainImages: 60000
                  repeat: first
                  attack: {type: badnets, patchSize: 1}
                  defense: cbd
                  training: {epochs: many}
                """))
        .containsExactlyInAnyOrder(
            "trial.repeat must be a whole number, but was 'first' (line 5, column 11)",
            "trial.attack.patchSize must be 0 or at least 3, the cells of a side, but was 1"
                + " (line 6, column 38)",
            "trial.training.epochs must be a whole number, but was 'many' (line 8, column 22)",
            "trial.trainImages must be at most 50000, all of CIFAR-10, but was 60000"
                + " (line 4, column 16)");
  }

  @Test
  void refusesARateThatPoisonsNothingAlsoBesideABrokenDefense() {
    List<String> problems =
        eachProblemOf(
            """
            name: demo
            trial:
              dataset: shapes
              trainImages: 300
              attack: {type: badnets, poisonRate: 0.001}
              defense: {type: cbd, preset: official-code, backdooredLearningRate: 0.05}
            """);
    assertThat(problems)
        .hasSize(2)
        .contains(
            "trial.attack.poisonRate must be at least 0.0034, or 0: 0.001 of 300 training images is"
                + " not one image (line 5, column 39)")
        .anyMatch(problem -> problem.startsWith("trial.defense.backdooredLearningRate "));
  }

  @Test
  void knowsATrialFileAndSettingsThatAreNotIndented() {
    assertThat(eachProblemOf("dataset: shapes\nattack: badnets\ndefense: none\n"))
        .singleElement()
        .asString()
        .startsWith("this is a trial file, which cbd train takes;");
    assertThat(
            eachProblemOf(
                """
                name: demo
                trial:
                dataset: shapes
                attack: badnets
                defense: none
                """))
        .contains(
            "dataset belongs under trial: indent it (line 3, column 1)",
            "attack belongs under trial: indent it (line 4, column 1)",
            "defense belongs under trial: indent it (line 5, column 1)");
  }

  @Test
  void checksWhatAnAxisReplaces() {
    assertThat(
            eachProblemOf(
                """
                name: demo
                trial: {dataset: shapes, defense: none, attack: {type: badnets, poisonRate: high}}
                grid:
                  attack.poisonRate: [0.05, 0.1]
                """))
        .singleElement()
        .asString()
        .startsWith("trial.attack.poisonRate must be a number, but was 'high' (line 2, column ");
  }

  @Test
  void tellsEachProblemOnceHoweverManyCellsHaveIt() {
    assertThat(
            problemsOf(
                """
                name: demo
                trial: {dataset: shapes, trainImages: 30000}
                grid:
                  attack: [badnets, {type: badnets, mapping: {type: all-to-one, target: 10}}]
                  defense: [none, cbd]
                  attack.poisonRate: [0.1, 2]
                  repeat: [0, 1, 2, 3]
                """))
        .isEqualTo(
            """
            trial.trainImages must be at most 20000, all of shapes, but was 30000 (line 2, column 39)
            trial.attack.mapping.target must be a class of shapes, between 0 and 9, but was 10 (line 4, column 73)
            trial.attack.poisonRate must be between 0.0 and 1.0, but was 2 (line 6, column 28)\
            """);
  }

  @Test
  void refusesAnAxisThatNoTrialHas() {
    assertThat(
            problemsOf(
                """
                name: demo
                trial: {dataset: shapes, attack: badnets, defense: none}
                grid:
                  defense.t1: [1, 2]
                  attack.alpha: [0.1]
                """))
        .isEqualTo(
            """
            grid.defense.t1 is a setting of cbd, which no trial of this sweep has (line 4, column 3)
            grid.attack.alpha is a setting of blend, which no trial of this sweep has (line 5, column 3)\
            """);
  }

  @Test
  void doesNotBlameAnAxisForAnotherProblem() {
    assertThat(
            problemsOf(
                """
                name: demo
                trial: {dataset: shapes, attack: {type: badnet}}
                grid:
                  attack.poisonRate: [0.1]
                  defense.t1: [1]
                """))
        .isEqualTo(
            """
            trial.defense is missing; it must be one of none, cbd (line 2, column 8)
            trial.attack.type must be one of badnets, blend, trojan, sig, wanet, dynamic, but was 'badnet'; did you mean badnets? (line 2, column 41)\
            """);
  }

  @Test
  void tellsOfAPresetThatDoesNotExist() {
    assertThat(
            problemsOf(
                """
                name: demo
                trial:
                  dataset: shapes
                  attack: badnets
                  defense: {type: cbd, t1: 4}
                grid:
                  defense.preset: [paper, papr]
                """))
        .isEqualTo(
            """
            trial.defense.preset must be one of paper, official-code, official-code+disentangle, \
            but was 'papr'; did you mean paper? (line 7, column 27)\
            """);
  }

  @Test
  void refusesAGridThatIsTooBigWithoutExpandingIt() {
    String values =
        IntStream.range(0, 1000).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    assertThat(
            problemsOf(
                """
                name: big
                trial: {dataset: shapes, attack: badnets, defense: none}
                grid:
                  repeat: [%s]
                  trainImages: [%s]
                  testImages: [%s]
                """
                    .formatted(values, values, values)))
        .isEqualTo(
            "grid has 1000 × 1000 × 1000 = 1,000,000,000 cells, but a sweep may have at most"
                + " 100,000: split it (line 4, column 3)");
  }

  @Test
  void refusesAGridThatIsTooHeavyWithoutExpandingIt() {
    String repeats =
        IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String milestones =
        IntStream.range(1, 300).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(
            problemsOf(
                "name: heavy\ntrial: {dataset: shapes, training: {lrMilestones: ["
                    + milestones
                    + "]}}\ngrid: {repeat: ["
                    + repeats
                    + "]}\n"))
        .contains(
            "this sweep has 100,000 cells of up to 304 values, but all cells together may have at"
                + " most 20,000,000 values: split it (line 1, column 1)");
  }

  @Test
  void refusesWhatIsNoSweepAtAll() {
    for (String text : List.of("", "demo", "[a]", "~", "# only a comment")) {
      assertThat(problemsOf(text)).as(text).contains("must be a mapping of settings");
    }
    assertThat(problemsOf("{}"))
        .contains("name is missing")
        .contains("trial is missing")
        .doesNotContain("grid");
    assertThat(problemsOf("name: [a]\ntrial: 3\ngrid: [x]"))
        .contains("name must be a text, but was a list (line 1, column 7)")
        .contains("trial must be a mapping, but was 3 (line 2, column 8)")
        .contains("grid must be a mapping, but was a list (line 3, column 7)");
    assertThat(problemsOf("name: a\nname: b")).contains("name stands twice");
  }

  @Test
  void saysWhenANameLooksLikeANumber() {
    assertThat(problemsOf("name: 2024\ntrial: {dataset: shapes, attack: badnets, defense: none}"))
        .isEqualTo(
            "name must be a text, but was 2024; quotes make it a text: \"2024\" (line 1, column"
                + " 7)");
  }

  private static List<String> eachProblemOf(String yaml) {
    return problemsOf(yaml).lines().toList();
  }

  private static String problemsOf(String yaml) {
    InvalidTextException thrown =
        catchThrowableOfType(InvalidTextException.class, () -> SweepFile.parse(yaml));
    assertThat(thrown).as("problems of %s", yaml).isNotNull();
    return thrown.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }
}
