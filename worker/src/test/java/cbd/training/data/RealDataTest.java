package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Dataset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Needs real files: CBD_DATA names a folder with CIFAR-10, MNIST, GTSRB and Imagenette. */
@EnabledIfEnvironmentVariable(
    named = "CBD_DATA",
    matches = ".+",
    disabledReason = "CBD_DATA names no folder with real data sets")
class RealDataTest {
  private static final String DATA = String.valueOf(System.getenv("CBD_DATA"));

  @TempDir private Path cache;

  @Test
  void cifar10IsBalanced() {
    assertThat(counts(load(Dataset.CIFAR10, Split.TEST, 10_000, ""))).containsOnly(1000);
  }

  @Test
  void mnistHasItsKnownCounts() {
    assertThat(counts(load(Dataset.MNIST, Split.TRAIN, 60_000, "")))
        .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    assertThat(counts(load(Dataset.MNIST, Split.TEST, 10_000, "")))
        .containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
  }

  @Test
  void theFirstOfGtsrbAreAFairSample() {
    ImageSet set = load(Dataset.GTSRB, Split.TRAIN, 784, "GTSRB-32-subset");

    assertThat(counts(set))
        .as("of 42 to 450 in 7842")
        .allSatisfy(count -> assertThat(count).isBetween(3, 46));
    assertThat(load(Dataset.GTSRB, Split.TEST, 3158, "GTSRB-32-subset").size()).isEqualTo(3158);
  }

  @Test
  void nativeSignsAreResized() {
    assertThat(counts(load(Dataset.GTSRB, Split.TRAIN, 430, "GTSRB-native-sample")))
        .containsOnly(10);
  }

  @Test
  void imagenetteIsBalancedInItsBeginningToo() {
    Dataset imagenette = new Dataset.Folder("imagenette2-64-subset", 10, 64, 0);

    assertThat(counts(load(imagenette, Split.TRAIN, 500, ""))).containsOnly(50);
    assertThat(counts(load(imagenette, Split.TEST, 0, ""))).containsOnly(150);
  }

  @Test
  void photographsOfAnySizeAreCut() {
    Dataset sample = new Dataset.Folder("imagenette2-224-sample", 10, 64, 72);
    ImageSet set = load(sample, Split.TRAIN, 0, "");

    assertThat(set.height()).isEqualTo(64);
    assertThat(counts(set)).allSatisfy(count -> assertThat(count).isPositive());
  }

  private ImageSet load(Dataset dataset, Split split, int n, String folder) {
    return Datasets.load(
        dataset, split, n, Path.of(DATA).resolve(folder).toString(), cache.toString());
  }

  private static List<Integer> counts(ImageSet set) {
    int[] counts = new int[set.classes()];
    Arrays.stream(set.labels()).forEach(label -> counts[label]++);
    return Arrays.stream(counts).boxed().toList();
  }
}
