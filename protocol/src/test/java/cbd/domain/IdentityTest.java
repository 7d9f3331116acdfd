package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.text.CanonicalText;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pinned for ever: results are stored under these ids. When one of these fails, a default was
 * changed, a component renamed or the canonical form broken; undo that instead of updating the
 * number.
 */
class IdentityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"dataset":"shapes","attack":"badnets","defense":"none"} | 7772145e80b879641da28ee62f81a0d0
          {"dataset":"cifar10","attack":"blend","defense":"cbd"} | f49f6c3d6a93b740b99bd942325d1dd3
          {"attack":{"mapping":{"target":3,"type":"all-to-one"},"poisonRate":0.05,"type":"badnets"},"dataset":"cifar10","defense":{"critic":{"normalizeBiases":true,"spectralNorm":"sqrt-sigma"},"t1":4,"type":"cbd"},"model":"wrn-10-2","repeat":7,"testImages":1000,"trainImages":10000,"training":{"augmentation":{"cutout":0,"horizontalFlip":false,"type":"standard"},"epochs":12,"learningRate":0.000000001,"lrMilestones":[],"weightDecay":0.0005}} | e0c7e981fa08718f75195651c0f8fbcd
          """)
  void trialIdsNeverChange(String json, String id) {
    assertThat(TrialId.of(spec(json)).value()).isEqualTo(id);
  }

  @Test
  void theCanonicalTextLeavesDefaultsOutAndSortsKeys() {
    TrialSpec spec =
        spec(
            """
            {"dataset": "shapes", "repeat": 1, "trainImages": 0, "model": "wrn-16-1",
             "defense": {"type": "cbd", "t1": 5},
             "attack": {"type": "blend", "alpha": 1, "poisonRate": 0.1},
             "training": {"learningRate": 1e-1, "weightDecay": 3e-7, "epochs": 100}}
            """);

    assertThat(CanonicalText.of(spec))
        .isEqualTo(
            "{\"attack\":{\"alpha\":1.0,\"type\":\"blend\"},\"dataset\":\"shapes\",\"defense\":\"cbd\","
                + "\"repeat\":1,\"training\":{\"weightDecay\":0.0000003}}");
  }

  /** Ids leave defaults out, so only this sees that a default, and thereby a trial, has changed. */
  @Test
  void defaultsNeverChange() {
    String training =
        "\"training\":{\"epochs\":100,\"batchSize\":64,\"learningRate\":0.1,\"lrMilestones\":[20,70],"
            + "\"lrGamma\":0.1,\"momentum\":0.9,\"weightDecay\":0.0001,\"augmentation\":"
            + "{\"type\":\"standard\",\"cropPadding\":4,\"horizontalFlip\":true,\"cutout\":2},"
            + "\"normalization\":{\"type\":\"none\"}}";
    String mapping = "\"mapping\":{\"type\":\"all-to-one\",\"target\":0}";
    String adaptive =
        "\"adaptive\":{\"opacityTrain\":1.0,\"opacityTest\":1.0,\"crossRatio\":0.0,"
            + "\"labelNoise\":0.0}";
    String patch = ",\"pattern\":\"grid\",\"patchSize\":0," + adaptive;

    assertThat(full("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\"}"))
        .isEqualTo(
            "{\"dataset\":{\"type\":\"shapes\"},\"trainImages\":0,\"testImages\":0,\"model\":\"wrn-16-1\","
                + "\"attack\":{\"type\":\"badnets\",\"poisonRate\":0.1,"
                + mapping
                + patch
                + "},\"defense\":{\"type\":\"none\"},"
                + training
                + ",\"repeat\":0}");
    assertThat(full("{\"dataset\":\"shapes\",\"attack\":\"blend\",\"defense\":\"cbd\"}"))
        .contains(
            "\"attack\":{\"type\":\"blend\",\"poisonRate\":0.1,"
                + mapping
                + ",\"alpha\":0.2,\"maskSeed\":0,\"perImage\":false,\"image\":\"noise\","
                + adaptive
                + "}")
        .contains(
            "\"defense\":{\"type\":\"cbd\",\"t1\":5,\"backdooredLearningRate\":0.1,"
                + "\"backdooredLrMilestones\":[],\"backdooredLrGamma\":0.1,\"backdooredLrBug\":false,"
                + "\"weights\":\"relative\",\"weightGamma\":1.0,\"normalizeWeights\":true,"
                + "\"embedL2\":0.0,\"disentangle\":true,\"miWeight\":0.01,\"shuffle\":\"roll\","
                + "\"criticSchedule\":{\"type\":\"pass\",\"bnTrain\":true},"
                + "\"critic\":{\"scale\":0.01,\"dropout\":0.2,\"learningRate\":0.2,\"lrStep\":20,"
                + "\"lrGamma\":0.1,\"stepAtStart\":true,\"spectralNorm\":\"sigma\","
                + "\"normalizeBiases\":false,\"powerIterations\":5,\"warmStart\":false}}");
  }

  private static String full(String json) {
    return JsonText.write(RecordWriter.tree(spec(json)));
  }

  @Test
  void waysToWriteTheSameTrialHaveOneId() {
    String brief = "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"cbd\"}";
    String full = JsonText.pretty(RecordWriter.tree(spec(brief)));

    assertThat(full).contains("poisonRate").contains("spectralNorm").contains("lrMilestones");
    assertThat(TrialId.of(spec(full))).isEqualTo(TrialId.of(spec(brief)));
  }

  @Test
  void aPresetIsTheTrialThatItsSettingsSpellOut() {
    String before = "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":";
    String preset =
        before + "{\"type\":\"cbd\",\"preset\":\"official-code\",\"disentangle\":true}}";
    String other = before + "{\"type\":\"cbd\",\"preset\":\"official-code+disentangle\"}}";
    String spelled =
        before
            + "{\"type\":\"cbd\",\"backdooredLrBug\":true,"
            + "\"critic\":{\"spectralNorm\":\"sqrt-sigma\",\"normalizeBiases\":true}}}";
    String paper = before + "{\"type\":\"cbd\",\"preset\":\"paper\"}}";

    assertThat(spec(preset)).isEqualTo(spec(other)).isEqualTo(spec(spelled));
    assertThat(TrialId.of(spec(preset))).isEqualTo(TrialId.of(spec(spelled)));
    assertThat(spec(paper)).isEqualTo(spec(before + "\"cbd\"}"));
    assertThat(CanonicalText.of(spec(preset))).doesNotContain("preset");
  }

  @Test
  void streamsShareNoSeed() {
    Seeds seeds =
        new Seeds(spec("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"cbd\"}"));
    Set<Long> all = new HashSet<>();
    all.add(seeds.poison());
    for (Seeds.Stream stream : Seeds.Stream.values()) {
      for (Phase phase : List.of(Phase.BACKDOORED, Phase.FINAL)) {
        assertThat(seeds.of(stream, phase)).isEqualTo(seeds.of(stream, phase));
        all.add(seeds.of(stream, phase));
      }
    }

    assertThat(all).hasSize(Seeds.Stream.values().length * 2 + 1);
  }

  @Test
  void trialsThatDifferInWhatComesAfterTheBackdooredModelTrainTheSameOne() {
    String one = "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"cbd\"";
    String[] same = {
      one + "}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":{\"type\":\"cbd\",\"t1\":9}}",
      one + ",\"testImages\":10}",
      one + ",\"training\":{\"epochs\":3,\"learningRate\":0.3,\"lrMilestones\":[1]}}"
    };
    String[] others = {
      one + "}",
      one + ",\"repeat\":1}",
      one + ",\"model\":\"wrn-10-1\"}",
      one + ",\"trainImages\":100}",
      one + ",\"training\":{\"batchSize\":32}}",
      one + ",\"training\":{\"momentum\":0.5}}",
      one + ",\"training\":{\"weightDecay\":0}}",
      one + ",\"training\":{\"augmentation\":\"none\"}}"
    };
    for (Seeds.Stream stream : Seeds.Stream.values()) {
      assertThat(Arrays.stream(same).map(json -> backdooredSeed(json, stream)).distinct())
          .hasSize(1);
      assertThat(Arrays.stream(others).map(json -> backdooredSeed(json, stream)))
          .doesNotHaveDuplicates();
    }
  }

  private static long backdooredSeed(String json, Seeds.Stream stream) {
    return new Seeds(spec(json)).of(stream, Phase.BACKDOORED);
  }

  @Test
  void seedsNeverChange() {
    Seeds seeds =
        new Seeds(spec("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"cbd\"}"));

    assertThat(seeds.poison()).isEqualTo(-4031257948276691460L);
    assertThat(seeds.of(Seeds.Stream.SHUFFLE)).isEqualTo(-6140483144912961008L);
  }

  @Test
  void everyDefenseModelAndTrainingFacesTheSamePoisonedImages() {
    String[] same = {
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\"}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":{\"type\":\"cbd\",\"t1\":9}}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"model\":\"wrn-40-2\"}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"training\":{\"epochs\":3}}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"testImages\":10}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"trainImages\":20000}"
    };
    String[] others = {
      same[0],
      "{\"dataset\":\"cifar10\",\"attack\":\"badnets\",\"defense\":\"none\"}",
      "{\"dataset\":\"shapes\",\"attack\":\"blend\",\"defense\":\"none\"}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"repeat\":1}",
      "{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\",\"trainImages\":10}"
    };

    assertThat(Arrays.stream(same).map(json -> new Seeds(spec(json)).poison()).distinct())
        .hasSize(1);
    assertThat(Arrays.stream(others).map(json -> new Seeds(spec(json)).poison()))
        .doesNotHaveDuplicates();
    assertThat(Arrays.stream(same).map(json -> TrialId.of(spec(json)))).doesNotHaveDuplicates();
  }

  private static TrialSpec spec(String json) {
    return RecordReader.read(TrialSpec.class, JsonText.parse(json));
  }
}
