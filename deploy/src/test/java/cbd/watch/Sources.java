package cbd.watch;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files under test are. */
public final class Sources {
  private Sources() {}

  /** The root of the checkout, from whichever of its folders the tests are started. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("dashboards"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("there is no folder dashboards above " + Path.of(""));
    }
    return folder;
  }
}
