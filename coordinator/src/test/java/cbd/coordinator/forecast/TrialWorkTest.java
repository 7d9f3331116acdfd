package cbd.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialWorkTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @Test
  void knowsTheNetworkOfThePaper() {
    assertThat(forward(Architecture.WRN_16_1)).isCloseTo(26.66e6, Offset.offset(0.005e6));
  }

  @Test
  void growsWithDepthAndAboutWithTheSquareOfTheWidth() {
    assertThat(forward(Architecture.WRN_40_1)).isGreaterThan(2 * forward(Architecture.WRN_16_1));
    assertThat(forward(Architecture.WRN_16_2) / forward(Architecture.WRN_16_1)).isBetween(3.5, 4.0);
  }

  /** The forward units that method.md §1.4 counts for a whole run, measurements left out. */
  @ParameterizedTest
  @CsvSource({"false, 415", "true, 615"})
  void countsTheForwardPassesOfThePaper(boolean disentangle, int units) {
    TrialSpec spec = paper(Trials.cbd(5, disentangle));
    double measurements = 2.0 * 10_000 * (5 + 100);

    double passes = TrialWork.of(spec).total() / TrialWork.multiplyAdds(spec);

    assertThat((passes - measurements) / 50_000).isCloseTo(units, CLOSE);
  }

  @Test
  void countsTheCriticByItsSchedule() {
    double pass = critic(new Defense.CriticSchedule.Pass(true));

    assertThat(pass).isCloseTo(2, CLOSE);
    assertThat(critic(new Defense.CriticSchedule.PerBatch())).isZero();
    assertThat(critic(new Defense.CriticSchedule.EverySteps(4))).isZero();
  }

  /** Forward passes for the critic, in those of one image and epoch. */
  private static double critic(Defense.CriticSchedule schedule) {
    Defense.Cbd cbd = (Defense.Cbd) Trials.cbd(5, true);
    TrialSpec with =
        paper(
            new Defense.Cbd(
                cbd.t1(),
                cbd.backdooredLearningRate(),
                cbd.backdooredLrMilestones(),
                cbd.backdooredLrGamma(),
                cbd.backdooredLrBug(),
                cbd.weights(),
                cbd.weightGamma(),
                cbd.normalizeWeights(),
                cbd.embedL2(),
                true,
                cbd.miWeight(),
                cbd.shuffle(),
                schedule,
                cbd.critic()));
    double without = TrialWork.of(paper(Trials.cbd(5, false))).own();
    return (TrialWork.of(with).own() - without) / TrialWork.multiplyAdds(with) / 100 / 50_000;
  }

  @Test
  void countsWhatAnInputAwareAttackerTrains() {
    assertThat(AttackerWork.generator(Dataset.CIFAR10, 3))
        .as("by hand: 19.7 + 28.3 + 28.3 + 2.4 million")
        .isCloseTo(9 * 1024 * 2240 + 9 * 256 * 12288 + 9 * 64 * 49152 + 9 * 16 * 16384, CLOSE);
    TrialSpec plain = paper(new Defense.None());
    TrialSpec dynamic =
        new TrialSpec(
            plain.dataset(),
            0,
            0,
            plain.model(),
            RecordReader.read(Attack.class, JsonText.parse("{\"type\": \"dynamic\"}")),
            plain.defense(),
            plain.training(),
            0);

    TrialWork work = TrialWork.of(dynamic);

    assertThat(TrialWork.of(plain).attacker()).isZero();
    assertThat(work.own()).isEqualTo(TrialWork.of(plain).own());
    assertThat(work.attacker() / work.own()).as("40 epochs of small networks").isBetween(0.5, 2.0);
  }

  @Test
  void assumesASizeForAFolderWhosePicturesNobodyHasCounted() {
    TrialSpec plain = paper(new Defense.None());
    TrialSpec folder =
        new TrialSpec(
            new Dataset.Folder("imagenette", 10, 64, 0),
            0,
            0,
            plain.model(),
            plain.attack(),
            plain.defense(),
            plain.training(),
            0);

    assertThat(ImageCounts.of(folder)).isEqualTo(new ImageCounts(10_000, 500, true));
    assertThat(ImageCounts.of(plain)).isEqualTo(new ImageCounts(50_000, 10_000, false));
    assertThat(TrialWork.multiplyAdds(folder) / TrialWork.multiplyAdds(plain))
        .isCloseTo(4, Offset.offset(0.001));
  }

  @Test
  void countsAPlainTrialAsStepsAndMeasurements() {
    TrialSpec spec = paper(new Defense.None());

    TrialWork work = TrialWork.of(spec);

    assertThat(work.backdoored()).isZero();
    assertThat(work.own() / TrialWork.multiplyAdds(spec))
        .isCloseTo(100 * (3.0 * 50_000 + 2 * 10_000), CLOSE);
  }

  @Test
  void keepsTheBackdooredModelsWorkApart() {
    TrialSpec spec = paper(Trials.cbd(5, true));

    assertThat(TrialWork.of(spec).backdoored() / TrialWork.multiplyAdds(spec))
        .isCloseTo(5 * (3.0 * 50_000 + 2 * 10_000), CLOSE);
  }

  private static TrialSpec paper(Defense defense) {
    return new TrialSpec(
        Dataset.CIFAR10,
        0,
        0,
        Architecture.WRN_16_1,
        Trials.spec(0).attack(),
        defense,
        new Training(100, 64, 0.1, List.of(20, 70), 0.1, 0.9, 1e-4, new Augmentation.None()),
        0);
  }

  private static double forward(Architecture model) {
    TrialSpec plain = Trials.spec(0);
    return TrialWork.multiplyAdds(
        new TrialSpec(
            plain.dataset(),
            plain.trainImages(),
            plain.testImages(),
            model,
            plain.attack(),
            plain.defense(),
            plain.training(),
            plain.repeat()));
  }
}
