package cbd.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.domain.Dataset;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFilesTest {
  @TempDir private Path dir;
  private Path images;
  private Path labels;

  @BeforeEach
  void makeFolder() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("mnist"));
    images = folder.resolve("t10k-images-idx3-ubyte");
    labels = folder.resolve("t10k-labels-idx1-ubyte");
    Files.write(images, imagesOf(2));
    Files.write(labels, labelsOf(3, 9));
  }

  @Test
  void greyImagesGetAMarginOfZerosAndThreeEqualChannels() {
    ImageSet set = Datasets.load(Dataset.MNIST, Split.TEST, 2, dir.toString());

    assertThat(set.labels()).containsExactly(3, 9);
    byte[] image = new byte[3 * 32 * 32];
    set.copyImage(1, image);
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 32; x++) {
          boolean margin = y < 2 || y >= 30 || x < 2 || x >= 30;
          int grey = margin ? 0 : pixel(1, y - 2, x - 2);
          assertThat(image[(channel * 32 + y) * 32 + x]).isEqualTo((byte) grey);
        }
      }
    }
  }

  @Test
  void zippedFilesHoldTheSame() throws IOException {
    String plain = Datasets.load(Dataset.MNIST, Split.TEST, 2, dir.toString()).contentHash();
    zip(images);
    zip(labels);

    assertThat(Datasets.load(Dataset.MNIST, Split.TEST, 2, dir.toString()).contentHash())
        .isEqualTo(plain);
  }

  @Test
  void fashionIsNotTakenForDigits() throws IOException {
    assertThatThrownBy(() -> Datasets.load(Dataset.FASHION_MNIST, Split.TEST, 1, dir.toString()))
        .hasMessageContaining("Fashion-MNIST was not found")
        .hasMessageContaining(dir.resolve("FashionMNIST/raw").toString())
        .hasMessageContaining("cbd data fetch fashion-mnist");
    Path fashion = Files.createDirectories(dir.resolve("FashionMNIST/raw"));
    Files.copy(images, fashion.resolve(images.getFileName()));
    Files.copy(labels, fashion.resolve(labels.getFileName()));
    assertThat(Datasets.load(Dataset.FASHION_MNIST, Split.TEST, 2, dir.toString()).size())
        .isEqualTo(2);
  }

  @Test
  void damagedFilesAreNamedWithWhatWasExpected() throws IOException {
    Files.write(images, Arrays.copyOf(imagesOf(2), 16 + 2 * 784 - 1));
    assertBroken(
        images
            + " is damaged: after the header 1568 bytes (2 times 784) must follow, but there are"
            + " 1567");
    Files.write(images, Arrays.copyOf(imagesOf(2), 16 + 2 * 784 + 1));
    assertBroken("(2 times 784) must follow, but there are more");
    Files.write(images, new byte[15]);
    assertBroken(images + " is damaged: its header must have 16 bytes");
    Files.write(images, labelsOf(1, 2, 3, 4, 5, 6, 7, 8));
    assertBroken("the magic number at byte 0 must be 2051, but was 2049");
    byte[] huge = imagesOf(2);
    ByteBuffer.wrap(huge).putInt(4, Integer.MAX_VALUE);
    Files.write(images, huge);
    assertBroken(
        images + " is damaged: the count at byte 4 must be 1 to 10000, but was 2147483647");
    ByteBuffer.wrap(huge).putInt(4, -1);
    Files.write(images, huge);
    assertBroken("must be 1 to 10000, but was -1");
    Files.write(images, imagesOf(3));
    assertBroken(images + " has 3 images, but " + labels + " has 2 labels");
    Files.write(images, imagesOf(2));
    Files.write(labels, labelsOf(3, 10));
    assertBroken(labels + " is damaged: the label at byte 9 must be 0 to 9, but was 10");
    Files.delete(labels);
    assertBroken(labels + ".gz cannot be read");
  }

  @Test
  void aZippedFileThatWasCutOffIsNamed() throws IOException {
    zip(images);
    Path zipped = images.resolveSibling(images.getFileName() + ".gz");
    byte[] whole = Files.readAllBytes(zipped);
    Files.write(zipped, Arrays.copyOf(whole, whole.length - 20));
    assertBroken(zipped + " is damaged: ");
    Files.write(zipped, new byte[] {1, 2, 3});
    assertBroken(zipped + " is damaged: it is no whole gzip file");
  }

  private void assertBroken(String message) {
    assertThatThrownBy(() -> Datasets.load(Dataset.MNIST, Split.TEST, 2, dir.toString()))
        .isInstanceOf(DataUnavailableException.class)
        .hasMessageContaining(message);
  }

  private static byte[] imagesOf(int n) {
    ByteBuffer file = ByteBuffer.allocate(16 + n * 784);
    file.putInt(0x803).putInt(n).putInt(28).putInt(28);
    for (int image = 0; image < n; image++) {
      for (int y = 0; y < 28; y++) {
        for (int x = 0; x < 28; x++) {
          file.put((byte) pixel(image, y, x));
        }
      }
    }
    return file.array();
  }

  private static int pixel(int image, int y, int x) {
    return 100 * image + 5 * y + x + 1;
  }

  private static byte[] labelsOf(int... labels) {
    ByteBuffer file = ByteBuffer.allocate(8 + labels.length);
    file.putInt(0x801).putInt(labels.length);
    for (int label : labels) {
      file.put((byte) label);
    }
    return file.array();
  }

  private static void zip(Path file) throws IOException {
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(file.resolveSibling(file.getFileName() + ".gz")))) {
      Files.copy(file, out);
    }
    Files.delete(file);
  }
}
