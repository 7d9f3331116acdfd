package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With CIFAR-10's files, which are the easiest to make. */
class ImageCacheTest {
  private static final int RECORD = 3073;

  @TempDir private Path dir;
  private Path batch;
  private Path cache;

  @BeforeEach
  void makeData() throws IOException {
    batch = Files.createDirectory(dir.resolve("cifar-10-batches-bin")).resolve("test_batch.bin");
    cache = dir.resolve(".cbd-cache");
    byte[] records = new byte[4 * RECORD];
    records[1] = 5;
    records[RECORD] = 3;
    Files.write(batch, records);
  }

  @Test
  void imagesAreDecodedOnceAndLieUnderTheirContentHash() throws IOException {
    String hash = load().contentHash();
    Path entry = cache.resolve("images/" + hash + ".images");
    FileTime made = Files.getLastModifiedTime(entry);

    assertThat(load().contentHash()).isEqualTo(hash);
    assertThat(entries()).containsExactly(entry);
    assertThat(Files.getLastModifiedTime(entry)).isEqualTo(made);
  }

  @Test
  void aChangedFileIsDecodedAnewAndEqualContentLiesThereOnce() throws IOException {
    String hash = load().contentHash();
    byte[] records = Files.readAllBytes(batch);
    records[2] = 9;
    Files.write(batch, records);
    Files.setLastModifiedTime(batch, FileTime.fromMillis(1_000_000));
    String other = load().contentHash();
    records[2] = 0;
    Files.write(batch, records);
    Files.setLastModifiedTime(batch, FileTime.fromMillis(2_000_000));

    assertThat(other).isNotEqualTo(hash);
    assertThat(load().contentHash()).isEqualTo(hash);
    assertThat(entries()).hasSize(2);
  }

  @Test
  void whatIsDamagedIsMadeAnew() throws IOException {
    String hash = load().contentHash();
    Path entry = entries().get(0);
    byte[] whole = Files.readAllBytes(entry);
    byte[] changed = whole.clone();
    changed[whole.length - 1]++;
    for (byte[] damaged : List.of(changed, new byte[0], new byte[] {1, 2, 3})) {
      Files.delete(entry);
      Files.write(entry, damaged);
      assertThat(load().contentHash()).isEqualTo(hash);
      assertThat(Files.readAllBytes(entry)).isEqualTo(whole);
    }
    Path pointer;
    try (Stream<Path> sources = Files.list(cache.resolve("sources"))) {
      pointer = sources.filter(f -> !f.toString().contains(".lock")).findAny().orElseThrow();
    }
    Files.writeString(pointer, "../../etc/passwd");
    assertThat(load().contentHash()).isEqualTo(hash);
    assertThat(Files.readString(pointer)).isEqualTo(hash + "\n");
  }

  @Test
  void anotherFolderCanBeNamedForIt() throws IOException {
    Path other = dir.resolve("elsewhere/deep");
    ImageSet set = Datasets.load(Dataset.CIFAR10, Split.TEST, 4, dir.toString(), other.toString());

    assertThat(other.resolve("images/" + set.contentHash() + ".images")).exists();
    assertThat(cache).doesNotExist();
  }

  @Test
  void withoutAPlaceToWriteTheImagesAreKeptInMemory() throws IOException {
    String hash = load().contentHash();
    Path noFolder = Files.writeString(dir.resolve("file"), "in the way");

    assertThat(
            Datasets.load(Dataset.CIFAR10, Split.TEST, 4, dir.toString(), noFolder.toString())
                .contentHash())
        .isEqualTo(hash);
  }

  @Test
  void manyWhoAskAtOnceGetTheSame() throws IOException {
    List<String> hashes =
        IntStream.range(0, 8).parallel().mapToObj(i -> load().contentHash()).distinct().toList();

    assertThat(hashes).hasSize(1);
    assertThat(entries()).hasSize(1);
  }

  @Test
  void whatFailsToDecodeLeavesNothingBehind() throws IOException {
    byte[] records = new byte[4 * RECORD];
    records[3 * RECORD] = 77;
    Files.write(batch, records);

    assertThatThrownBy(this::load).isInstanceOf(DataUnavailableException.class);
    assertThat(entries()).isEmpty();
  }

  private ImageSet load() {
    return Datasets.load(Dataset.CIFAR10, Split.TEST, 4, dir.toString());
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> images = Files.list(cache.resolve("images"))) {
      return images.toList();
    }
  }
}
