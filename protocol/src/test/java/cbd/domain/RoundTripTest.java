package cbd.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.text.CanonicalText;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to the domain is readable and writable without another line of code. */
class RoundTripTest {

  @ParameterizedTest
  @MethodSource("variants")
  <T> void everyVariantIsMadeFromItsBareWordOrAMappingAndComesBack(Class<T> choice, Class<?> kind) {
    Object value = RecordReader.read(kind, Tree.Mapping.of(Map.of()));

    assertThat(read(choice, RecordWriter.tree(value))).isEqualTo(value);
    assertThat(read(choice, RecordWriter.withoutDefaults(value))).isEqualTo(value);
    assertThat(JsonText.parse(CanonicalText.of(value)))
        .as("all settings have defaults, so the bare word is enough")
        .isInstanceOf(Tree.Scalar.class);
  }

  static Stream<Object[]> variants() {
    return Stream.of(Attack.class, Defense.class, Augmentation.class, LabelMapping.class)
        .flatMap(
            choice ->
                Arrays.stream(choice.getPermittedSubclasses())
                    .map(kind -> new Object[] {choice, kind}));
  }

  @Test
  void dataSetsAreTheirBareWordsUnlessTheyNeedSettings() {
    assertThat(CanonicalText.of(Dataset.CIFAR10)).isEqualTo("\"cifar10\"");
    assertThat(CanonicalText.of(Dataset.FASHION_MNIST)).isEqualTo("\"fashion-mnist\"");
    assertThat(CanonicalText.of(new Dataset.Folder("imagenette2-64", 10, 64, 0)))
        .isEqualTo("{\"classes\":10,\"path\":\"imagenette2-64\",\"size\":64,\"type\":\"folder\"}");
    assertThat(Specs.datasets())
        .hasSameSizeAs(Dataset.class.getPermittedSubclasses())
        .allSatisfy(
            dataset ->
                assertThat(read(Dataset.class, RecordWriter.tree(dataset))).isEqualTo(dataset));
  }

  @Test
  void everyTrialMadeOfTheWordsComesBackFromJson() {
    List<TrialSpec> specs = new ArrayList<>();
    for (Dataset dataset : Specs.datasets()) {
      for (Architecture model : Architecture.values()) {
        for (Attack attack : Specs.attacks()) {
          for (Defense defense : Specs.defenses()) {
            specs.add(Specs.of(dataset, model, attack, defense));
          }
        }
      }
    }

    assertThat(specs).hasSizeGreaterThan(20);
    assertThat(specs)
        .allSatisfy(
            spec -> assertThat(read(TrialSpec.class, RecordWriter.tree(spec))).isEqualTo(spec))
        .allSatisfy(
            spec ->
                assertThat(read(TrialSpec.class, JsonText.parse(CanonicalText.of(spec))))
                    .isEqualTo(spec));
    assertThat(specs.stream().map(TrialId::of)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Architecture.class,
        Defense.SpectralNorm.class,
        Phase.class,
        Failure.class,
        TrialState.class
      })
  <T> void everyConstantHasAWord(Class<T> type) {
    assertThat(type.getEnumConstants())
        .allSatisfy(each -> assertThat(read(type, RecordWriter.tree(each))).isEqualTo(each));
  }

  @Test
  void measurementsComeBackEvenWithoutALoss() {
    EpochMetrics metrics =
        new EpochMetrics(
            Phase.FINAL,
            3,
            Double.NaN,
            new Scores(0.25, 1, 0, 0.125),
            1.5,
            20_000,
            new Diagnostics.Cbd(
                new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN),
                new Spread(1.5, 1, 1.25, 2),
                Double.NaN,
                0,
                2));

    assertThat(JsonText.write(RecordWriter.tree(metrics)))
        .isEqualTo(
            "{\"phase\":\"final\",\"epoch\":3,\"loss\":null,\"scores\":{\"cleanAccuracy\":0.25,"
                + "\"attackSuccessRate\":1.0,\"robustAccuracy\":0.0,"
                + "\"cleanAccuracyNonTarget\":0.125},\"seconds\":1.5,\"images\":20000,"
                + "\"diagnostics\":{\"type\":\"cbd\","
                + "\"poisonedWeights\":{\"mean\":null,\"p10\":null,\"p50\":null,\"p90\":null},"
                + "\"cleanWeights\":{\"mean\":1.5,\"p10\":1.0,\"p50\":1.25,\"p90\":2.0},"
                + "\"criticLoss\":null,\"weightlessBatches\":0,\"unnormalizedParameters\":2},\"retold\":false}");
    assertThat(read(EpochMetrics.class, RecordWriter.tree(metrics))).isEqualTo(metrics);
    EpochMetrics again = metrics.again();
    assertThat(read(EpochMetrics.class, RecordWriter.tree(again))).isEqualTo(again);
  }

  /**
   * As cbd wrote them before there were diagnostics and clean accuracy without the target class.
   */
  @Test
  void measurementsOfOlderVersionsAreRead() {
    String old =
        "{\"epoch\":3,\"images\":20,\"loss\":0.5,\"phase\":\"final\",\"scores\":{\"attackSuccessRate\":1.0,"
            + "\"cleanAccuracy\":0.25,\"robustAccuracy\":0.0},\"seconds\":1.5}";
    EpochMetrics metrics = RecordReader.read(EpochMetrics.class, JsonText.parse(old));

    assertThat(metrics.diagnostics()).isEqualTo(new Diagnostics.None());
    assertThat(metrics.scores()).isEqualTo(new Scores(0.25, 1, 0, Double.NaN));
    assertThat(CanonicalText.of(metrics)).isEqualTo(old);
  }

  @Test
  void outcomesComeBack() {
    Provenance provenance =
        new Provenance("abc", true, "0.1.0", "PyTorch", "17", "here", "cpu", 2, "d", "p");
    List<TrialOutcome> outcomes =
        List.of(
            new TrialOutcome.Succeeded(new TrialResult(new Scores(1, 0, 1, 1), 60, provenance)),
            new TrialOutcome.Failed(Failure.DIVERGED, "loss is NaN", "at\n\tstep \"3\""),
            new TrialOutcome.Stopped());

    assertThat(outcomes)
        .allSatisfy(
            outcome ->
                assertThat(read(TrialOutcome.class, RecordWriter.tree(outcome)))
                    .isEqualTo(outcome));
  }

  /** Through JSON, as everything that is stored or sent. */
  private static <T> T read(Class<T> type, Tree tree) {
    return RecordReader.read(type, JsonText.parse(JsonText.write(tree)));
  }
}
