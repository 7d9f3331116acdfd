package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * CIFAR-10 and CIFAR-100 (A. Krizhevsky, <i>Learning Multiple Layers of Features from Tiny
 * Images</i>, 2009) in their original binary layout: files of records of label bytes and 3072 pixel
 * bytes (red, green and blue plane, rows from the top). CIFAR-100 has a coarse label (0 to 19)
 * before the fine one, which is the one used.
 *
 * <p>Contents are judged by sizes and labels, not by a checksum, so that subsets and re-encoded
 * copies can be used; a trial's provenance holds the hash of what was read.
 */
final class CifarFiles implements ImageSource {
  /** The folder inside the official archive of CIFAR-10. */
  static final String CIFAR10_FOLDER = "cifar-10-batches-bin";

  /** The folder inside the official archive of CIFAR-100. */
  static final String CIFAR100_FOLDER = "cifar-100-binary";

  static final List<String> CIFAR10_TRAIN =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");

  private static final int IMAGE_BYTES = 3 * 32 * 32;
  private static final int COARSE_CLASSES = 20;

  private final DataFolders folders;
  private final int classes;
  private final int labelBytes;
  private final int recordsPerFile;
  private final List<Path> files = new ArrayList<>();
  private final List<FileChannel> channels = new ArrayList<>();
  private int size = 0;

  private CifarFiles(Dataset dataset, int labelBytes, int recordsPerFile) {
    this.folders = new DataFolders(dataset.title(), dataset.word());
    this.classes = dataset.classes();
    this.labelBytes = labelBytes;
    this.recordsPerFile = recordsPerFile;
  }

  /**
   * Opens CIFAR-10.
   *
   * @param dataDir {@value #CIFAR10_FOLDER} itself or its parent; empty: none
   * @throws DataUnavailableException when files are missing or damaged
   */
  static CifarFiles cifar10(Split split, String dataDir) {
    CifarFiles source = new CifarFiles(Dataset.CIFAR10, 1, 10_000);
    source.open(
        dataDir, CIFAR10_FOLDER, split == Split.TRAIN ? CIFAR10_TRAIN : List.of("test_batch.bin"));
    return source;
  }

  /**
   * Opens CIFAR-100.
   *
   * @param dataDir {@value #CIFAR100_FOLDER} itself or its parent; empty: none
   * @throws DataUnavailableException when files are missing or damaged
   */
  static CifarFiles cifar100(Split split, String dataDir) {
    CifarFiles source = new CifarFiles(Dataset.CIFAR100, 2, split == Split.TRAIN ? 50_000 : 10_000);
    source.open(dataDir, CIFAR100_FOLDER, List.of(split == Split.TRAIN ? "train.bin" : "test.bin"));
    return source;
  }

  /** Takes files for as long as they are there and whole: images behind a gap have no place. */
  private void open(String dataDir, String folderName, List<String> names) {
    Path folder = folders.find(dataDir, List.of("", folderName), names.get(0));
    try {
      for (String name : names) {
        Path file = folder.resolve(name);
        if (size != files.size() * recordsPerFile || !Files.isRegularFile(file)) {
          break;
        }
        files.add(file);
        size += recordsIn(file);
        channels.add(FileChannel.open(file, StandardOpenOption.READ));
      }
    } catch (IOException e) {
      close();
      throw new DataUnavailableException(folder + " cannot be read: " + e, e);
    }
  }

  private int recordBytes() {
    return labelBytes + IMAGE_BYTES;
  }

  private int recordsIn(Path file) throws IOException {
    long bytes = Files.size(file);
    long most = (long) recordsPerFile * recordBytes();
    if (bytes == 0 || bytes % recordBytes() != 0 || bytes > most) {
      throw folders.damaged(
          file,
          String.format(
              "its size must be a multiple of %d bytes (label and 3x32x32 pixels) and at most %d,"
                  + " but was %d",
              recordBytes(), most, bytes));
    }
    return (int) (bytes / recordBytes());
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Path folder() {
    return files.get(0).resolveSibling("");
  }

  @Override
  public List<Path> files(int n) {
    return files.subList(0, (n + recordsPerFile - 1) / recordsPerFile);
  }

  @Override
  public int decode(int image, byte[] target) throws IOException {
    int record = image % recordsPerFile;
    int index = image / recordsPerFile;
    ByteBuffer bytes = ByteBuffer.allocate(recordBytes());
    long position = (long) record * recordBytes();
    while (bytes.hasRemaining()) {
      if (channels.get(index).read(bytes, position + bytes.position()) < 0) {
        throw folders.damaged(
            files.get(index),
            String.format("record %d ends at byte %d", record, position + bytes.position()));
      }
    }
    bytes.get(labelBytes, target, 0, IMAGE_BYTES);
    if (labelBytes == 2) {
      label("coarse label", index, record, bytes.get(0) & 0xFF, position, COARSE_CLASSES);
    }
    int at = labelBytes - 1;
    return label("label", index, record, bytes.get(at) & 0xFF, position + at, classes);
  }

  private int label(String what, int file, int record, int label, long at, int count) {
    if (label >= count) {
      throw folders.damaged(
          files.get(file),
          String.format(
              "the %s of record %d, at byte %d, must be 0 to %d, but was %d",
              what, record, at, count - 1, label));
    }
    return label;
  }

  @Override
  public void close() {
    try {
      for (FileChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
