package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
  private final List<Path> tables = new ArrayList<>();
  private final Path folder;
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
    Path root = folders.find(dataDir, List.of("", "GTSRB"), mark);
    this.folder = root.resolve(mark);
    this.images = split == Split.TRAIN ? training() : test(root);
    if (images.isEmpty()) {
      throw new DataUnavailableException(folder + " holds no images. " + folders.remedy());
    }
  }

  private List<LabelledFile> training() {
    List<List<LabelledFile>> classes = new ArrayList<>();
    for (int label = 0; label < Dataset.GTSRB.classes(); label++) {
      String number = String.format("%05d", label);
      Path ofClass = folder.resolve(number);
      Path table = ofClass.resolve("GT-" + number + ".csv");
      List<LabelledFile> rows = Files.isDirectory(ofClass) ? read(table, ofClass) : List.of();
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
  private List<LabelledFile> test(Path root) {
    List<Path> places =
        List.of(
            folder.resolve(TEST_TABLE),
            folder.resolveSibling(TEST_TABLE),
            root.resolve(TEST_TABLE),
            root.resolveSibling(TEST_TABLE));
    for (Path table : places) {
      if (Files.isRegularFile(table)) {
        return read(table, folder);
      }
    }
    throw new DataUnavailableException(
        "GTSRB's table of test classes was not found: none of "
            + places
            + " is there. "
            + folders.remedy());
  }

  private List<LabelledFile> read(Path table, Path pictures) {
    tables.add(table);
    return new GtsrbTable(folders, table).read(pictures);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public List<Path> files(int n) {
    Stream<Path> pictures = images.subList(0, n).stream().map(LabelledFile::file);
    return Stream.concat(tables.stream(), pictures).toList();
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
