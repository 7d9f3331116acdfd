package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
  private static final int RECORD = 3073;

  @TempDir private Path dir;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(dir.resolve("cifar-10-batches-bin"));
  }

  @Test
  void readsLabelThenPlanesInFileOrder() throws IOException {
    byte[] records = records(2);
    records[0] = 7;
    records[1] = (byte) 200;
    records[RECORD] = 9;
    records[2 * RECORD - 1] = 42;
    Files.write(folder.resolve("data_batch_1.bin"), records);
    ImageSet set = Cifar10.load(Split.TRAIN, 2, dir.toString());
    assertThat(set.labels()).containsExactly(7, 9);
    assertThat(set.pixels()[0]).isEqualTo((byte) 200);
    assertThat(set.pixels()[2 * 3072 - 1]).isEqualTo((byte) 42);
  }

  @Test
  void acceptsTheFolderItself() throws IOException {
    Files.write(folder.resolve("test_batch.bin"), records(3));
    assertThat(Cifar10.load(Split.TEST, 3, folder.toString()).size()).isEqualTo(3);
    assertThat(Cifar10.load(Split.TEST, 2, dir.toString()).size()).isEqualTo(2);
  }

  @Test
  void goesOnInTheNextFile() throws IOException {
    byte[] first = records(10_000);
    byte[] second = records(1);
    second[0] = 5;
    Files.write(folder.resolve("data_batch_1.bin"), first);
    Files.write(folder.resolve("data_batch_2.bin"), second);
    ImageSet set = Cifar10.load(Split.TRAIN, 10_001, dir.toString());
    assertThat(set.label(9_999)).isZero();
    assertThat(set.label(10_000)).isEqualTo(5);
  }

  @Test
  void saysWhereItLookedAndHowToGetIt() {
    assertThatThrownBy(() -> Cifar10.load(Split.TRAIN, 1, dir.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("neither " + dir + " nor " + folder + " has a file data_batch_1.bin")
        .hasMessageContaining("cbd data fetch cifar10 --data DIR");
    assertThatThrownBy(() -> Cifar10.load(Split.TRAIN, 1, ""))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("no data folder was named");
  }

  @Test
  void namesATruncatedFile() throws IOException {
    Path file = folder.resolve("test_batch.bin");
    Files.write(file, Arrays.copyOf(records(3), 3 * RECORD - 1));
    assertThatThrownBy(() -> Cifar10.load(Split.TEST, 1, dir.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(file + " is damaged: its size must be a multiple of 3073 bytes")
        .hasMessageContaining("but was 9218");
  }

  @Test
  void namesARecordWithAnImpossibleLabel() throws IOException {
    byte[] records = records(3);
    records[2 * RECORD] = 10;
    Path file = folder.resolve("test_batch.bin");
    Files.write(file, records);
    assertThatThrownBy(() -> Cifar10.load(Split.TEST, 3, dir.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("the label of record 2, at byte 6146, must be 0 to 9, but was 10");
    assertThat(Cifar10.load(Split.TEST, 2, dir.toString()).size()).isEqualTo(2);
  }

  @Test
  void doesNotFillUpFromTheNextFileWhatAShortFileLacks() throws IOException {
    Path file = folder.resolve("data_batch_1.bin");
    Files.write(file, records(5));
    Files.write(folder.resolve("data_batch_2.bin"), records(10_000));
    assertThatThrownBy(() -> Cifar10.load(Split.TRAIN, 6, dir.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(file + " has 5 records where CIFAR-10 has 10000");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_DATA", matches = ".+")
  void readsTheRealThing() {
    ImageSet test = Datasets.load(Dataset.CIFAR10, Split.TEST, 10_000, System.getenv("CBD_DATA"));
    int[] counts = new int[10];
    for (int label : test.labels()) {
      counts[label]++;
    }
    assertThat(counts).containsOnly(1000);
  }

  private static byte[] records(int n) {
    return new byte[n * RECORD];
  }
}
