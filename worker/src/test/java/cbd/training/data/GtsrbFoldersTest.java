package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GtsrbFoldersTest {
  private static final String HEADER =
      "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n";

  @TempDir private Path dir;
  private Path training;
  private Path test;

  @BeforeEach
  void makeFolders() throws IOException {
    training = Files.createDirectories(dir.resolve("GTSRB/Final_Training/Images"));
    test = Files.createDirectories(dir.resolve("GTSRB/Final_Test/Images"));
    for (int label : new int[] {0, 42}) {
      Path images = Files.createDirectory(training.resolve(String.format("%05d", label)));
      StringBuilder table = new StringBuilder(HEADER);
      for (int i = 0; i <= label; i += 14) {
        String name = String.format("00000_%05d.ppm", i);
        Files.write(images.resolve(name), picture(32, 32, label + i));
        table.append(name).append(";40;41;5;5;35;36;").append(label).append("\r\n");
      }
      Files.writeString(table(label), table);
    }
    Files.write(test.resolve("00000.ppm"), picture(50, 20, 3));
    Files.write(test.resolve("00001.ppm"), picture(32, 32, 4));
    Files.writeString(
        test.resolveSibling("GT-final_test.csv"),
        HEADER + "00001.ppm;1;1;0;0;0;0;42\n00000.ppm;1;1;0;0;0;0;17\n");
  }

  @Test
  void readsImagesOfTheRightSizeAsTheyAre() {
    ImageSet set = load(Split.TRAIN, 5);

    assertThat(set.classes()).isEqualTo(43);
    assertThat(set.labels()).containsExactlyInAnyOrder(0, 42, 42, 42, 42);
    byte[] image = new byte[set.imageBytes()];
    byte[] filled = new byte[set.imageBytes()];
    int zero = set.label(0) == 0 ? 0 : Arrays.stream(set.labels()).boxed().toList().indexOf(0);
    set.copyImage(zero, image);
    assertThat(image).isEqualTo(filled);
  }

  @Test
  void testImagesFollowTheirTableAndAreResizedWhole() {
    ImageSet set = load(Split.TEST, 2);

    assertThat(set.labels()).containsExactly(42, 17);
    byte[] image = new byte[set.imageBytes()];
    set.copyImage(1, image);
    assertThat(image).containsOnly(3);
  }

  @Test
  void theTableOfTestClassesMayLieWhereItsArchiveUnpacks() throws IOException {
    String before = load(Split.TEST, 2).contentHash();
    for (Path place : new Path[] {dir, dir.resolve("GTSRB"), test}) {
      Files.move(table(), place.resolve("GT-final_test.csv"));
      assertThat(load(Split.TEST, 2).contentHash()).isEqualTo(before);
    }
    Files.delete(table());
    assertThatThrownBy(() -> load(Split.TEST, 1)).hasMessageContaining("none of [");
  }

  private Path table() throws IOException {
    try (var files = Files.walk(dir)) {
      return files.filter(f -> f.endsWith("GT-final_test.csv")).findAny().orElseThrow();
    }
  }

  @Test
  void anIncompleteSetSaysWhatIsThereAndHowToUseIt() {
    assertThatThrownBy(() -> load(Split.TRAIN, 39_209))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("GTSRB has 5 training images in " + training)
        .hasMessageContaining("where 39209 are wanted")
        .hasMessageContaining("trainImages: 5 or less");
    assertThatThrownBy(() -> Datasets.load(Dataset.GTSRB, Split.TEST, 1, test.toString()))
        .hasMessageContaining("GTSRB was not found")
        .hasMessageContaining("cbd data fetch gtsrb --data DIR");
  }

  @Test
  void damagedTablesAreNamedWithTheLine() throws IOException {
    assertBroken("Name;Class\n", "its first line must name the columns Filename and ClassId");
    assertBroken("", "its first line must name the columns Filename and ClassId");
    assertBroken(HEADER + "a.ppm;1;1\n", "line 2 must have 8 cells, but has 3");
    assertBroken(
        HEADER + "\n../../a.ppm;1;1;1;1;1;1;0\n",
        "line 3 must have the plain name of a file, but has '../../a.ppm'");
    assertBroken(HEADER + "a.ppm;1;1;1;1;1;1;43\n", "line 2 must have a ClassId of 0 to 42");
    assertBroken(HEADER + "a.ppm;1;1;1;1;1;1;x\n", "line 2 must have a ClassId of 0 to 42");
    assertBroken(HEADER + "a.ppm;1;1;1;1;1;1;7\n", "must have ClassId 0, but has 7");
  }

  @Test
  void aTableTooLargeToBeOneIsNotRead() throws IOException {
    try (FileChannel channel = FileChannel.open(table(0), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), 1L << 33);
    }
    assertThatThrownBy(() -> load(Split.TRAIN, 5))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(
            table(0) + " is damaged: a table has at most 16777216 bytes, but this one 8589934593");
  }

  private void assertBroken(String table, String rule) throws IOException {
    Files.writeString(table(0), table);
    assertThatThrownBy(() -> load(Split.TRAIN, 1))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(table(0) + " is damaged: ")
        .hasMessageContaining(rule);
  }

  @Test
  void anotherClassInATableIsNoticedAlthoughNoPictureChanged() throws IOException {
    assertThat(load(Split.TEST, 2).labels()).containsExactly(42, 17);
    Files.writeString(
        test.resolveSibling("GT-final_test.csv"),
        HEADER + "00001.ppm;1;1;0;0;0;0;4\n00000.ppm;1;1;0;0;0;0;17\n");

    assertThat(load(Split.TEST, 2).labels()).containsExactly(4, 17);
  }

  @Test
  void aDamagedOrMissingPictureIsNamed() throws IOException {
    Path picture = training.resolve("00000/00000_00000.ppm");
    Files.write(picture, Arrays.copyOf(picture(32, 32, 0), 1000));
    assertThatThrownBy(() -> load(Split.TRAIN, 5))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(picture + " is damaged: 3072 bytes (3 times 32x32) must follow")
        .hasMessageContaining("but there are");
    Files.delete(picture);
    assertThatThrownBy(() -> load(Split.TRAIN, 5))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(picture + " is missing, but line 2 of " + table(0) + " names it");
  }

  private ImageSet load(Split split, int n) {
    return Datasets.load(Dataset.GTSRB, split, n, dir.toString());
  }

  private Path table(int label) {
    return training.resolve(String.format("%05d/GT-%05d.csv", label, label));
  }

  /** One colour throughout. */
  private static byte[] picture(int width, int height, int value) {
    byte[] header =
        ("P6\n# a comment\n" + width + " " + height + "\n255\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + 3 * width * height);
    Arrays.fill(file, header.length, file.length, (byte) value);
    return file;
  }
}
