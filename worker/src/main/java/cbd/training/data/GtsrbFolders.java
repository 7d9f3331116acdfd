package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * GTSRB, the German Traffic Sign Recognition Benchmark (J. Stallkamp et al., Neural Networks 32,
 * 2012), in the folders of its official archives: {@code Final_Training/Images/000CC/*.ppm} with a
 * table {@code GT-000CC.csv} in each, and {@code Final_Test/Images/*.ppm} with {@code
 * GT-final_test.csv}.
 *
 * <p>Whole images, resized to 32×32 with antialiasing as Pillow does it; images of that size are
 * taken as they are. Training images stand in {@link FairOrder}, for their files lie class by
 * class; test images in their table's order, which is mixed.
 */
final class GtsrbFolders implements ImageSource {
  private static final int SIDE = 32;
  private static final String TRAINING = "Final_Training/Images";
  private static final String TEST = "Final_Test/Images";
  private static final String TEST_TABLE = "GT-final_test.csv";

  private final DataFolders folders = new DataFolders("GTSRB", "gtsrb");
  private final List<LabelledFile> images;

  /**
   * Lists the images of a split.
   *
   * @param dataDir the folder with {@code Final_Training}, or its parent if it is called {@code
   *     GTSRB}; empty: none
   * @throws DataUnavailableException when tables are missing or damaged
   */
  GtsrbFolders(Split split, String dataDir) {
    String mark = split == Split.TRAIN ? TRAINING : TEST;
    Path folder = folders.find(dataDir, List.of("", "GTSRB"), mark);
    this.images = split == Split.TRAIN ? training(folder.resolve(TRAINING)) : test(folder);
    if (images.isEmpty()) {
      throw new DataUnavailableException(
          folder.resolve(mark) + " holds no images. " + folders.remedy());
    }
  }

  private List<LabelledFile> training(Path folder) {
    List<List<LabelledFile>> classes = new ArrayList<>();
    for (int label = 0; label < Dataset.GTSRB.classes(); label++) {
      String number = String.format("%05d", label);
      Path images = folder.resolve(number);
      Path table = images.resolve("GT-" + number + ".csv");
      List<LabelledFile> rows =
          Files.isDirectory(images) ? new GtsrbTable(folders, table).read(images) : List.of();
      for (LabelledFile row : rows) {
        if (row.label() != label) {
          throw folders.damaged(
              table, row.origin() + " must have ClassId " + label + ", but has " + row.label());
        }
      }
      classes.add(rows);
    }
    return FairOrder.of(classes, LabelledFile::name);
  }

  /** The table comes in an archive of its own, which unpacks beside the images or above them. */
  private List<LabelledFile> test(Path folder) {
    Path images = folder.resolve(TEST);
    List<Path> places =
        List.of(
            images.resolve(TEST_TABLE),
            images.resolveSibling(TEST_TABLE),
            folder.resolve(TEST_TABLE),
            folder.resolveSibling(TEST_TABLE));
    for (Path table : places) {
      if (Files.isRegularFile(table)) {
        return new GtsrbTable(folders, table).read(images);
      }
    }
    throw new DataUnavailableException(
        "GTSRB's table of test classes was not found: none of "
            + places
            + " is there. "
            + folders.remedy());
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public List<Path> files(int n) {
    return images.subList(0, n).stream().map(LabelledFile::file).toList();
  }

  @Override
  public int decode(int image, byte[] target) throws IOException {
    LabelledFile labelled = images.get(image);
    if (!Files.isRegularFile(labelled.file())) {
      throw new DataUnavailableException(
          labelled.file()
              + " is missing, but "
              + labelled.origin()
              + " names it. "
              + folders.remedy());
    }
    try {
      Resampling.resize(Ppm.read(labelled.file()), SIDE, SIDE).toPlanes(target);
    } catch (DamagedPictureException e) {
      throw folders.damaged(labelled.file(), e.rule());
    }
    return labelled.label();
  }
}
