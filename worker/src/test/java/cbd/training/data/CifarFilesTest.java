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
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {
  private static final int RECORD = 3073;
  private static final int RECORD_100 = 3074;

  @TempDir private Path dir;
  private Path folder;
  private Path folder100;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(dir.resolve("cifar-10-batches-bin"));
    folder100 = Files.createDirectory(dir.resolve("cifar-100-binary"));
  }

  @Test
  void readsLabelThenPlanesInFileOrder() throws IOException {
    byte[] records = records(2);
    records[0] = 7;
    records[1] = (byte) 200;
    records[RECORD] = 9;
    records[2 * RECORD - 1] = 42;
    Files.write(folder.resolve("data_batch_1.bin"), records);
    ImageSet set = train(2, dir);
    assertThat(set.labels()).containsExactly(7, 9);
    assertThat(set.pixels()[0]).isEqualTo((byte) 200);
    assertThat(set.pixels()[2 * 3072 - 1]).isEqualTo((byte) 42);
  }

  @Test
  void acceptsTheFolderItself() throws IOException {
    Files.write(folder.resolve("test_batch.bin"), records(3));
    assertThat(test(3, folder).size()).isEqualTo(3);
    assertThat(test(2, dir).size()).isEqualTo(2);
  }

  @Test
  void goesOnInTheNextFile() throws IOException {
    byte[] first = records(10_000);
    byte[] second = records(1);
    second[0] = 5;
    Files.write(folder.resolve("data_batch_1.bin"), first);
    Files.write(folder.resolve("data_batch_2.bin"), second);
    ImageSet set = train(10_001, dir);
    assertThat(set.label(9_999)).isZero();
    assertThat(set.label(10_000)).isEqualTo(5);
  }

  @Test
  void saysWhereItLookedAndHowToGetIt() {
    assertThatThrownBy(() -> train(1, dir))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("neither " + dir + " nor " + folder + " has data_batch_1.bin")
        .hasMessageContaining("cbd data fetch cifar10 --data DIR");
    assertThatThrownBy(() -> Datasets.load(Dataset.CIFAR10, Split.TRAIN, 1, ""))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("no data folder was named");
  }

  @Test
  void namesATruncatedFile() throws IOException {
    Path file = folder.resolve("test_batch.bin");
    Files.write(file, Arrays.copyOf(records(3), 3 * RECORD - 1));
    assertThatThrownBy(() -> test(1, dir))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(file + " is damaged: its size must be a multiple of 3073 bytes")
        .hasMessageContaining("but was 9218");
  }

  @Test
  void namesARecordWithAnImpossibleLabel() throws IOException {
    byte[] records = records(3);
    records[2 * RECORD] = 10;
    Files.write(folder.resolve("test_batch.bin"), records);
    assertThatThrownBy(() -> test(3, dir))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("the label of record 2, at byte 6146, must be 0 to 9, but was 10");
    assertThat(test(2, dir).size()).isEqualTo(2);
  }

  @Test
  void doesNotFillUpFromTheNextFileWhatAShortFileLacks() throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), records(5));
    Files.write(folder.resolve("data_batch_2.bin"), records(10_000));
    assertThatThrownBy(() -> train(6, dir))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("CIFAR-10 has 5 training images in " + folder)
        .hasMessageContaining("trainImages: 5 or less");
  }

  @Test
  void ofCifar100TheFineLabelCountsAndTheCoarseOneIsChecked() throws IOException {
    byte[] records = new byte[2 * RECORD_100];
    records[0] = 19;
    records[1] = 99;
    records[2] = 7;
    Path file = folder100.resolve("train.bin");
    Files.write(file, records);
    ImageSet set = Datasets.load(Dataset.CIFAR100, Split.TRAIN, 2, dir.toString());
    assertThat(set.labels()).containsExactly(99, 0);
    assertThat(set.pixels()[0]).isEqualTo((byte) 7);

    records[RECORD_100] = 20;
    Files.write(file, records);
    assertThatThrownBy(() -> Datasets.load(Dataset.CIFAR100, Split.TRAIN, 2, folder100.toString()))
        .hasMessageStartingWith(file + " is damaged: the coarse label of record 1, at byte 3074")
        .hasMessageContaining("must be 0 to 19, but was 20");
    records[RECORD_100] = 0;
    records[1] = 100;
    Files.write(file, records);
    assertThatThrownBy(() -> Datasets.load(Dataset.CIFAR100, Split.TRAIN, 2, dir.toString()))
        .hasMessageContaining("the label of record 0, at byte 1, must be 0 to 99, but was 100");
  }

  private static ImageSet train(int n, Path dataDir) {
    return Datasets.load(Dataset.CIFAR10, Split.TRAIN, n, dataDir.toString());
  }

  private static ImageSet test(int n, Path dataDir) {
    return Datasets.load(Dataset.CIFAR10, Split.TEST, n, dataDir.toString());
  }

  private static byte[] records(int n) {
    return new byte[n * RECORD];
  }
}
