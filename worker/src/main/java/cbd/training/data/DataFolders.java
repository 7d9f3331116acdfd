package cbd.training.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds a data set's folder in, or as, the folder that was named for data sets. */
final class DataFolders {
  private static final String NAMING =
      "name the folder that holds it with --data DIR or the environment variable CBD_DATA.";

  private final String title;
  private final String word;

  DataFolders(String title, String word) {
    this.title = title;
    this.word = word;
  }

  /** How to get the data set, as the last sentence of a message. */
  String remedy() {
    return "Get it with `cbd data fetch " + word + " --data DIR`, or " + NAMING;
  }

  /**
   * The first place that holds a file or folder.
   *
   * @param dataDir folder with data sets; empty: none
   * @param names of the data set's folder within it, the empty name for the folder itself
   * @param mark what the data set's folder must hold
   * @throws DataUnavailableException saying where it was looked for
   */
  Path find(String dataDir, List<String> names, String mark) {
    if (dataDir.isEmpty()) {
      throw new DataUnavailableException(
          title + " is read from files, but no data folder was named. " + remedy());
    }
    Path given = Path.of(dataDir).toAbsolutePath().normalize();
    List<Path> places = names.stream().map(given::resolve).map(Path::normalize).toList();
    return places.stream()
        .filter(place -> Files.exists(place.resolve(mark)))
        .findFirst()
        .orElseThrow(
            () ->
                new DataUnavailableException(
                    String.format(
                        "%s was not found: %s has %s. %s", title, noneOf(places), mark, remedy())));
  }

  private static String noneOf(List<Path> places) {
    return places.size() == 1
        ? "nothing in " + places.get(0)
        : Stream.concat(
                Stream.of("neither " + places.get(0)), places.stream().skip(1).map(Path::toString))
            .collect(Collectors.joining(" nor "));
  }

  /** A file that is not what it must be. */
  DataUnavailableException damaged(Path file, String rule) {
    return new DataUnavailableException(file + " is damaged: " + rule + ". " + remedy());
  }
}
