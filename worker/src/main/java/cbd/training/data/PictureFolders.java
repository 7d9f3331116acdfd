package cbd.training.data;

import cbd.domain.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Pictures in a folder per class under {@code train} and {@code val} (else {@code test}): classes
 * are numbered by their folders' names in the order of characters, as torchvision's {@code
 * ImageFolder} does. Pictures stand in {@link FairOrder}.
 *
 * <p>Each is resized with antialiasing so that its shorter side has the length that was asked for,
 * then its centre is cut out. What is neither JPEG nor PNG by its name is passed over.
 */
final class PictureFolders implements ImageSource {
  private final Dataset.Folder settings;
  private final Path root;
  private final Path part;
  private final List<Path> folders;
  private final List<LabelledFile> pictures;

  /**
   * Lists the pictures of a split.
   *
   * @param dataDir folder within which the settings' path lies; empty: none
   * @throws DataUnavailableException when there are none, other classes than expected, or links
   *     that lead out of the data folder
   */
  PictureFolders(Dataset.Folder settings, Split split, String dataDir) {
    this.settings = settings;
    if (dataDir.isEmpty()) {
      throw new DataUnavailableException(
          settings.path()
              + " is read from files, but no data folder was named. Name it with --data DIR or the"
              + " environment variable CBD_DATA.");
    }
    try {
      this.root = Path.of(dataDir).toRealPath();
      this.part = splitFolder(root.resolve(settings.path()), split);
      this.folders = sorted(part).stream().filter(Files::isDirectory).toList();
      if (folders.size() != settings.classes()) {
        throw new DataUnavailableException(
            String.format(
                "%s has %d class folders where dataset.classes says %d",
                part, folders.size(), settings.classes()));
      }
      List<List<LabelledFile>> classes = new ArrayList<>();
      for (int label = 0; label < folders.size(); label++) {
        classes.add(pictures(folders.get(label), label));
      }
      this.pictures = FairOrder.of(classes, LabelledFile::name);
    } catch (IOException e) {
      throw new DataUnavailableException(
          Path.of(dataDir, settings.path()) + " cannot be read: " + e, e);
    }
  }

  private Path splitFolder(Path folder, Split split) throws IOException {
    List<String> names = split == Split.TRAIN ? List.of("train") : List.of("val", "test");
    for (String name : names) {
      Path part = folder.resolve(name);
      if (Files.isDirectory(part)) {
        return within(part);
      }
    }
    throw new DataUnavailableException(
        folder + " has no folder " + String.join(" or ", names) + " with a folder per class");
  }

  private List<LabelledFile> pictures(Path folder, int label) throws IOException {
    List<LabelledFile> found = new ArrayList<>();
    for (Path file : sorted(within(folder))) {
      String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
      if (name.matches("[^.].*\\.(jpe?g|png)")) {
        Path real = Files.isSymbolicLink(file) ? within(file) : file;
        found.add(new LabelledFile(real, label, folder.toString()));
      }
    }
    if (found.isEmpty()) {
      throw new DataUnavailableException(folder + " has no .jpg, .jpeg or .png pictures");
    }
    return found;
  }

  /** A sweep's author must not be able to read what its worker's owner did not offer. */
  private Path within(Path path) throws IOException {
    Path real = path.toRealPath();
    if (!real.startsWith(root)) {
      throw new DataUnavailableException(
          path + " leads out of the data folder " + root + ", to " + real + ", and is not read");
    }
    return path;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    }
  }

  @Override
  public int size() {
    return pictures.size();
  }

  @Override
  public Path folder() {
    return part;
  }

  /** With the folders of the classes, for a new one gives others another number. */
  @Override
  public List<Path> files(int n) {
    Stream<Path> files = pictures.subList(0, n).stream().map(LabelledFile::file);
    return Stream.concat(folders.stream(), files).toList();
  }

  @Override
  public int decode(int image, byte[] target) throws IOException {
    LabelledFile picture = pictures.get(image);
    try {
      Resampling.centre(PhotoFile.read(picture.file()), settings.shorterSide(), settings.size())
          .toPlanes(target);
    } catch (DamagedPictureException e) {
      throw new DataUnavailableException(
          picture.file() + " is damaged: " + e.rule() + ". Mend or remove it.", e);
    }
    return picture.label();
  }
}
