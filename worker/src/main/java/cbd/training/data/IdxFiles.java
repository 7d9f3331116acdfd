package cbd.training.data;

import cbd.domain.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * MNIST (Y. LeCun et al., 1998) and Fashion-MNIST (H. Xiao et al., arXiv 1708.07747) as IDX files,
 * plain or with gzip.
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
  private final IdxFile images;
  private final IdxFile labels;

  private IdxFiles(DataFolders folders, int most, Path imagesFile, Path labelsFile) {
    this.folders = folders;
    this.images = new IdxFile(folders, imagesFile, IMAGES_MAGIC, most, SIDE, SIDE);
    this.labels = new IdxFile(folders, labelsFile, LABELS_MAGIC, most);
    if (images.count() != labels.count()) {
      throw new DataUnavailableException(
          String.format(
              "%s has %d images, but %s has %d labels. %s",
              imagesFile, images.count(), labelsFile, labels.count(), folders.remedy()));
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
        folders,
        split == Split.TRAIN ? dataset.trainImages() : dataset.testImages(),
        plainOrZipped(folder, images),
        plainOrZipped(folder, part + "-labels-idx1-ubyte"));
  }

  private static Path plainOrZipped(Path folder, String name) {
    Path plain = folder.resolve(name);
    return Files.exists(plain) ? plain : folder.resolve(name + ".gz");
  }

  @Override
  public int size() {
    return images.count();
  }

  @Override
  public Path folder() {
    return images.path().resolveSibling("");
  }

  @Override
  public List<Path> files(int n) {
    return List.of(images.path(), labels.path());
  }

  @Override
  public int decode(int image, byte[] target) {
    byte[] pixels = images.content();
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
    int label = labels.content()[image] & 0xFF;
    if (label > 9) {
      throw folders.damaged(
          labels.path(),
          String.format("the label at byte %d must be 0 to 9, but was %d", 8L + image, label));
    }
    return label;
  }
}
