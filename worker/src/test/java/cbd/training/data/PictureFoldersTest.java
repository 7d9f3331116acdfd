package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFoldersTest {
  private static final int RED_GREEN_BLUE = 0xFFC86432;

  @TempDir private Path dir;
  private Path train;

  @BeforeEach
  void makeFolders() throws IOException {
    train = dir.resolve("mine/train");
    draw(train.resolve("Zebra/1.png"), BufferedImage.TYPE_INT_RGB, 20, 16);
    draw(train.resolve("ant/2.jpg"), BufferedImage.TYPE_INT_RGB, 16, 16);
    draw(train.resolve("ant/3.JPEG"), BufferedImage.TYPE_INT_RGB, 16, 40);
    Files.writeString(train.resolve("ant/notes.txt"), "no picture");
    Files.writeString(train.resolve("ant/._2.jpg"), "what some systems leave behind");
    Files.createDirectory(train.resolve(".hidden"));
  }

  @Test
  void classesAreNumberedByTheirNamesInTheOrderOfCharacters() {
    ImageSet set = load(16, 0);

    assertThat(set.labels()).as("Z comes before a").containsExactlyInAnyOrder(0, 1, 1);
    assertThat(set.height()).isEqualTo(16);
    byte[] image = new byte[set.imageBytes()];
    set.copyImage(Arrays.stream(set.labels()).boxed().toList().indexOf(0), image);
    assertThat(image[0]).as("red, lossless").isEqualTo((byte) 0xC8);
    assertThat(image[16 * 16]).as("green").isEqualTo((byte) 0x64);
    assertThat(image[2 * 16 * 16]).as("blue").isEqualTo((byte) 0x32);
  }

  @Test
  void anotherFolderThatRenumbersTheClassesIsNoticed() throws IOException {
    Dataset mine = new Dataset.Folder("mine", 2, 16, 0);
    assertThat(Datasets.load(mine, Split.TRAIN, 1, dir.toString()).label(0)).isEqualTo(1);
    Files.move(train.resolve("Zebra"), train.resolve("zebra"));

    assertThat(Datasets.load(mine, Split.TRAIN, 1, dir.toString()).label(0)).isZero();
  }

  @Test
  void theTestSetIsValOrElseTest() throws IOException {
    draw(dir.resolve("mine/test/a/1.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    draw(dir.resolve("mine/test/b/1.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    Dataset mine = new Dataset.Folder("mine", 2, 8, 0);
    assertThat(Datasets.load(mine, Split.TEST, 0, dir.toString()).size()).isEqualTo(2);
    draw(dir.resolve("mine/val/a/1.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    assertThatThrownBy(() -> Datasets.load(mine, Split.TEST, 0, dir.toString()))
        .hasMessageContaining("val has 1 class folders where dataset.classes says 2");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void ofGreyPicturesTheSamplesThemselvesBecomeThreeEqualChannels(int type) throws IOException {
    Path file = dir.resolve("grey.png");
    BufferedImage image = new BufferedImage(2, 1, type);
    int white = type == BufferedImage.TYPE_USHORT_GRAY ? 0xFFFF : 0xFF;
    int some = type == BufferedImage.TYPE_BYTE_BINARY ? 0 : white / 255 * 77;
    image.getRaster().setSample(0, 0, 0, type == BufferedImage.TYPE_BYTE_BINARY ? 1 : white);
    image.getRaster().setSample(1, 0, 0, some);
    ImageIO.write(image, "png", file.toFile());

    byte grey = type == BufferedImage.TYPE_BYTE_BINARY ? 0 : (byte) 77;
    assertThat(PhotoFile.read(file).rgb())
        .containsExactly((byte) 255, (byte) 255, (byte) 255, grey, grey, grey);
  }

  @Test
  void transparencyIsIgnoredAndPalettesAreLookedUp() throws IOException {
    Path file = dir.resolve("clear.png");
    BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    clear.setRGB(0, 0, 0x00C86432);
    ImageIO.write(clear, "png", file.toFile());
    assertThat(PhotoFile.read(file).rgb()).containsExactly((byte) 0xC8, (byte) 0x64, (byte) 0x32);

    BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.setRGB(0, 0, 0xFF336699);
    ImageIO.write(indexed, "png", file.toFile());
    assertThat(PhotoFile.read(file).rgb()).containsExactly((byte) 0x33, (byte) 0x66, (byte) 0x99);
  }

  @Test
  void aBrokenPictureIsNamed() throws IOException {
    Path broken = train.resolve("ant/2.jpg");
    byte[] whole = Files.readAllBytes(broken);
    Files.write(broken, Arrays.copyOf(whole, 100));
    assertThatThrownBy(() -> load(16, 0))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(broken + " is damaged: it cannot be decoded");
    Files.writeString(broken, "text");
    assertThatThrownBy(() -> load(16, 0))
        .hasMessageStartingWith(broken + " is damaged: it is neither a JPEG nor a PNG picture");
  }

  @Test
  void aPictureThatNoMachineCanHoldIsNamed() throws IOException {
    Path broken = train.resolve("ant/2.png");
    Files.write(broken, promising(100_000, 1_001));
    assertThatThrownBy(() -> load(16, 0))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(
            broken + " is damaged: it says that it has 100100000 pixels, more than 100000000");
    Files.write(broken, promising(Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertThatThrownBy(() -> load(16, 0)).hasMessageStartingWith(broken + " is damaged: ");
    // Small as a file, but 16 pixels wide it would be 12,800,000 high.
    draw(broken, BufferedImage.TYPE_3BYTE_BGR, 1, 800_000);
    assertThatThrownBy(() -> load(16, 0))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageStartingWith(
            broken + " is damaged: its 1x800000 pixels cannot be resized to 16x12800000");
  }

  /** A PNG file that ends after its header. */
  private static byte[] promising(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(8 + 4 + 4 + 13 + 4);
    file.putLong(0x89504E470D0A1A0AL).putInt(13);
    int start = file.position();
    file.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    file.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 check = new CRC32();
    check.update(file.array(), start, file.position() - start);
    return file.putInt((int) check.getValue()).array();
  }

  @Test
  void refusesOtherClassesThanWereAskedForAndFoldersWithoutPictures() throws IOException {
    assertThatThrownBy(
            () ->
                Datasets.load(new Dataset.Folder("mine", 3, 16, 0), Split.TRAIN, 0, dir.toString()))
        .hasMessage(train + " has 2 class folders where dataset.classes says 3");
    Files.delete(train.resolve("Zebra/1.png"));
    assertThatThrownBy(() -> load(16, 0))
        .hasMessage(train.resolve("Zebra") + " has no .jpg, .jpeg or .png pictures");
    assertThatThrownBy(
            () -> Datasets.load(new Dataset.Folder("mine", 2, 16, 0), Split.TRAIN, 0, ""))
        .hasMessageContaining("no data folder was named");
    assertThatThrownBy(
            () ->
                Datasets.load(new Dataset.Folder("other", 2, 16, 0), Split.TEST, 0, dir.toString()))
        .hasMessageContaining("other has no folder val or test");
  }

  @Test
  void noLinkLeadsOutOfTheDataFolder() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    draw(outside.resolve("train/a/secret.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    draw(outside.resolve("train/b/secret.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    Path data = Files.createDirectory(dir.resolve("data"));
    Files.createSymbolicLink(data.resolve("linked"), outside);
    assertRefused(data, "linked");

    draw(data.resolve("files/train/b/1.png"), BufferedImage.TYPE_INT_RGB, 8, 8);
    Files.createSymbolicLink(data.resolve("files/train/a"), outside.resolve("train/a"));
    assertRefused(data, "files");
    Files.delete(data.resolve("files/train/a"));
    Files.createDirectory(data.resolve("files/train/a"));
    Files.createSymbolicLink(
        data.resolve("files/train/a/2.png"), outside.resolve("train/a/secret.png"));
    assertRefused(data, "files");
    Files.delete(data.resolve("files/train/a/2.png"));
    Files.createSymbolicLink(
        data.resolve("files/train/a/2.png"), data.resolve("files/train/b/1.png"));
    Dataset inside = new Dataset.Folder("files", 2, 8, 0);
    assertThat(Datasets.load(inside, Split.TRAIN, 0, data.toString()).size()).isEqualTo(2);
  }

  private static void assertRefused(Path data, String path) {
    assertThatThrownBy(
            () -> Datasets.load(new Dataset.Folder(path, 2, 8, 0), Split.TRAIN, 0, data.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining("leads out of the data folder");
  }

  private ImageSet load(int size, int n) {
    return Datasets.load(new Dataset.Folder("mine", 2, size, 0), Split.TRAIN, n, dir.toString());
  }

  private static void draw(Path file, int type, int width, int height) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, RED_GREEN_BLUE);
      }
    }
    String format = file.toString().endsWith(".png") ? "png" : "jpg";
    ImageIO.write(image, format, file.toFile());
  }
}
