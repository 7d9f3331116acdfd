package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * CIFAR-10 (A. Krizhevsky, <i>Learning Multiple Layers of Features from Tiny Images</i>, 2009) in
 * its original binary layout: files of records of one label byte and 3072 pixel bytes (red, green
 * and blue plane, rows from the top).
 *
 * <p>Contents are judged by sizes and labels, not by a checksum, so that subsets and re-encoded
 * copies can be used; a trial's provenance holds the hash of what was read.
 */
final class Cifar10 {
  /** The folder inside the official archive. */
  static final String FOLDER = "cifar-10-batches-bin";

  static final List<String> TRAIN_FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");
  static final List<String> TEST_FILES = List.of("test_batch.bin");

  private static final int IMAGE_BYTES = 3 * 32 * 32;
  private static final int RECORD_BYTES = 1 + IMAGE_BYTES;
  private static final int RECORDS_PER_FILE = 10_000;
  private static final String REMEDY =
      "Get it with `cbd data fetch cifar10 --data DIR`, or name its folder with --data DIR or the"
          + " environment variable CBD_DATA.";

  private Cifar10() {}

  /**
   * The first n images in file order.
   *
   * @param dataDir {@value #FOLDER} itself or its parent; empty: none
   * @throws DataUnavailableException when files are missing, damaged or too short
   */
  static ImageSet load(Split split, int n, String dataDir) {
    List<String> files = split == Split.TRAIN ? TRAIN_FILES : TEST_FILES;
    Path folder = folder(dataDir, files.get(0));
    byte[] pixels = new byte[n * IMAGE_BYTES];
    int[] labels = new int[n];
    int filled = 0;
    for (int f = 0; filled < n && f < files.size(); f++) {
      Path file = folder.resolve(files.get(f));
      byte[] records = records(file);
      int count = records.length / RECORD_BYTES;
      int used = Math.min(count, n - filled);
      for (int r = 0; r < used; r++) {
        labels[filled + r] = label(file, records, r);
        System.arraycopy(
            records, r * RECORD_BYTES + 1, pixels, (filled + r) * IMAGE_BYTES, IMAGE_BYTES);
      }
      filled += used;
      if (filled < n && count != RECORDS_PER_FILE) {
        throw new DataUnavailableException(
            String.format(
                "%s has %d records where CIFAR-10 has %d, so the first %d images cannot be taken"
                    + " from this folder. %s",
                file, count, RECORDS_PER_FILE, n, REMEDY));
      }
    }
    return new ImageSet(
        Dataset.CIFAR10.classes(),
        Dataset.CIFAR10.height(),
        Dataset.CIFAR10.width(),
        pixels,
        labels);
  }

  private static Path folder(String dataDir, String firstFile) {
    if (dataDir.isEmpty()) {
      throw new DataUnavailableException(
          "CIFAR-10 is read from files, but no data folder was named. " + REMEDY);
    }
    Path given = Path.of(dataDir).toAbsolutePath().normalize();
    for (Path candidate : List.of(given, given.resolve(FOLDER))) {
      if (Files.isRegularFile(candidate.resolve(firstFile))) {
        return candidate;
      }
    }
    throw new DataUnavailableException(
        String.format(
            "CIFAR-10 was not found: neither %s nor %s has a file %s. %s",
            given, given.resolve(FOLDER), firstFile, REMEDY));
  }

  private static byte[] records(Path file) {
    try {
      long size = Files.size(file);
      if (size == 0 || size % RECORD_BYTES != 0 || size > (long) RECORDS_PER_FILE * RECORD_BYTES) {
        throw new DataUnavailableException(
            String.format(
                "%s is damaged: its size must be a multiple of %d bytes (label and 3x32x32 pixels)"
                    + " and at most %d, but was %d. %s",
                file, RECORD_BYTES, (long) RECORDS_PER_FILE * RECORD_BYTES, size, REMEDY));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataUnavailableException(file + " cannot be read: " + e + ". " + REMEDY, e);
    }
  }

  private static int label(Path file, byte[] records, int record) {
    int label = records[record * RECORD_BYTES] & 0xFF;
    if (label >= Dataset.CIFAR10.classes()) {
      throw new DataUnavailableException(
          String.format(
              "%s is damaged: the label of record %d, at byte %d, must be 0 to 9, but was %d. %s",
              file, record, (long) record * RECORD_BYTES, label, REMEDY));
    }
    return label;
  }
}
