package cbd.training.data;

import cbd.domain.Dataset;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * MNIST (Y. LeCun et al., 1998) and Fashion-MNIST (H. Xiao et al., arXiv 1708.07747) as IDX files,
 * plain or with gzip: a big-endian header (magic number, count, for images rows and columns), then
 * a byte per label or pixel.
 *
 * <p>28×28 grey images become 32×32 RGB, so that every network and trigger fits: two rows and
 * columns of zeros on each side, as LeNet-5 had it, and three equal channels.
 */
final class IdxFiles implements ImageSource {
  private static final int SIDE = 28;
  private static final int PADDED = 32;
  private static final int MARGIN = (PADDED - SIDE) / 2;
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;

  private final DataFolders folders;
  private final Path imagesFile;
  private final Path labelsFile;
  private final byte[] pixels;
  private final byte[] labels;

  private IdxFiles(DataFolders folders, Path imagesFile, Path labelsFile) {
    this.folders = folders;
    this.imagesFile = imagesFile;
    this.labelsFile = labelsFile;
    this.pixels = read(imagesFile, IMAGES_MAGIC, SIDE, SIDE);
    this.labels = read(labelsFile, LABELS_MAGIC);
    if (pixels.length != labels.length * SIDE * SIDE) {
      throw new DataUnavailableException(
          String.format(
              "%s has %d images, but %s has %d labels. %s",
              imagesFile,
              pixels.length / (SIDE * SIDE),
              labelsFile,
              labels.length,
              folders.remedy()));
    }
  }

  /**
   * Opens MNIST.
   *
   * @param dataDir parent of {@code mnist} or of torchvision's {@code MNIST/raw}; empty: none
   * @throws DataUnavailableException when files are missing or damaged
   */
  static IdxFiles mnist(Split split, String dataDir) {
    return open(Dataset.MNIST, split, dataDir, List.of("mnist", "MNIST/raw"));
  }

  /**
   * Opens Fashion-MNIST, whose files have the same names as MNIST's, so that its folder must tell.
   *
   * @param dataDir parent of {@code fashion-mnist} or {@code FashionMNIST/raw}; empty: none
   * @throws DataUnavailableException when files are missing or damaged
   */
  static IdxFiles fashionMnist(Split split, String dataDir) {
    return open(
        Dataset.FASHION_MNIST, split, dataDir, List.of("fashion-mnist", "FashionMNIST/raw"));
  }

  private static IdxFiles open(Dataset dataset, Split split, String dataDir, List<String> names) {
    DataFolders folders = new DataFolders(dataset.title(), dataset.word());
    String part = split == Split.TRAIN ? "train" : "t10k";
    String images = part + "-images-idx3-ubyte";
    Path folder;
    try {
      folder = folders.find(dataDir, names, images + ".gz");
    } catch (DataUnavailableException e) {
      folder = folders.find(dataDir, names, images);
    }
    return new IdxFiles(
        folders, plainOrZipped(folder, images), plainOrZipped(folder, part + "-labels-idx1-ubyte"));
  }

  private static Path plainOrZipped(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  private byte[] read(Path file, int magic, int... sides) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = unzipped(file, raw)) {
      int headerInts = 2 + sides.length;
      byte[] header = in.readNBytes(4 * headerInts);
      if (header.length < 4 * headerInts) {
        throw folders.damaged(file, "its header must have " + 4 * headerInts + " bytes");
      }
      ByteBuffer numbers = ByteBuffer.wrap(header);
      expect(file, "magic number", 0, magic, numbers.getInt());
      int count = numbers.getInt();
      int each = 1;
      for (int i = 0; i < sides.length; i++) {
        expect(file, i == 0 ? "rows" : "columns", 8 + 4 * i, sides[i], numbers.getInt());
        each *= sides[i];
      }
      long expected = (long) count * each;
      if (count < 1 || expected > Integer.MAX_VALUE) {
        throw folders.damaged(file, "it says that it has " + count + " items");
      }
      byte[] content = in.readNBytes((int) expected);
      if (content.length < expected || in.read() >= 0) {
        throw folders.damaged(
            file,
            String.format(
                "after the header %d bytes (%d times %d) must follow, but there are %s",
                expected, count, each, content.length < expected ? content.length : "more"));
      }
      return content;
    } catch (ZipException | EOFException e) {
      throw folders.damaged(file, "it is no whole gzip file (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new DataUnavailableException(file + " cannot be read: " + e, e);
    }
  }

  private static InputStream unzipped(Path file, InputStream raw) throws IOException {
    return file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw;
  }

  private void expect(Path file, String what, int at, int expected, int found) {
    if (found != expected) {
      throw folders.damaged(
          file,
          String.format("the %s at byte %d must be %d, but was %d", what, at, expected, found));
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public List<Path> files(int n) {
    return List.of(imagesFile, labelsFile);
  }

  @Override
  public int decode(int image, byte[] target) {
    Arrays.fill(target, 0, ImageSet.CHANNELS * PADDED * PADDED, (byte) 0);
    for (int row = 0; row < ImageSet.CHANNELS * SIDE; row++) {
      int channel = row / SIDE;
      int y = row % SIDE;
      System.arraycopy(
          pixels,
          (image * SIDE + y) * SIDE,
          target,
          (channel * PADDED + y + MARGIN) * PADDED + MARGIN,
          SIDE);
    }
    int label = labels[image] & 0xFF;
    if (label > 9) {
      throw folders.damaged(
          labelsFile,
          String.format("the label at byte %d must be 0 to 9, but was %d", 8L + image, label));
    }
    return label;
  }
}
