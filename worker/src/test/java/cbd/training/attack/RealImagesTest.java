package cbd.training.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The self-check on the real CIFAR-10, in the folder that CBD_DATA names. */
@EnabledIfEnvironmentVariable(
    named = "CBD_DATA",
    matches = ".+",
    disabledReason = "CBD_DATA names no folder with CIFAR-10")
class RealImagesTest {

  /** L2 and SSIM as measured once on CIFAR-10's training images; they guard against accidents. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"badnets\"} | 5000 | 0 | 255 | 731 | 0.986",
        "{\"type\":\"trojan\"} | 5000 | 0 | 255 | 537 | 0.962",
        "{\"type\":\"blend\"} | 5000 | 0 | 51 | 1080 | 0.782",
        "{\"type\":\"sig\"} | 500 | 0 | 20 | 774 | 0.780",
        "{\"type\":\"wanet\",\"noiseRatio\":2} | 5000 | 10000 | 105 | 451 | 0.968"
      })
  void changesWhatItShould(
      String json, int poisoned, int cross, int largest, double distance, double similarity) {
    String folder = String.valueOf(System.getenv("CBD_DATA"));
    ImageSet train = Datasets.load(Dataset.CIFAR10, Split.TRAIN, 50_000, folder);
    ImageSet test = Datasets.load(Dataset.CIFAR10, Split.TEST, 10_000, folder);
    Attack attack = RecordReader.read(Attack.class, JsonText.parse(json));
    Poisoner poisoner = Poisoners.of(attack, new AttackContext(train, 1, folder));
    PoisonReport report = PoisonedSet.of(train, attack, poisoner, 1).report();
    assertThat(report.poisoned()).isEqualTo(poisoned);
    assertThat(report.changedImages()).isEqualTo(poisoned);
    assertThat(report.crossSamples()).isEqualTo(cross);
    assertThat(report.maxChange()).isCloseTo(largest, within(5));
    assertThat(report.meanDistance()).isCloseTo(distance, within(0.02 * distance));
    assertThat(report.meanSimilarity()).isCloseTo(similarity, within(0.01));
    if (attack.cleanLabel()) {
      assertThat(report.changedLabels()).isZero();
    } else {
      // A tenth of them is of the target class already.
      assertThat(report.changedLabels()).isBetween(4400, 4600);
    }
    assertThat(TriggeredSet.of(test, attack, poisoner).images().size()).isEqualTo(9_000);
  }
}
