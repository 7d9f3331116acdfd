package cbd.coordinator.cli.export;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that is filled all at once: files are written beside it, and it appears, or changes,
 * only when all of them are there. Not for two writers of one folder at the same time.
 */
public final class ExportFolder {
  /** Writes files into a folder. */
  @FunctionalInterface
  public interface Filling {
    void into(Path folder) throws IOException;
  }

  private ExportFolder() {}

  /**
   * Fills a folder.
   *
   * @param folder new, empty, or to be replaced
   * @param replaces whether files of an earlier filling go; others never do
   * @param names of the files that a filling may write
   * @throws FileAlreadyExistsException when something is in the folder that must stay; nothing was
   *     written then
   * @throws IOException when a file cannot be written; the folder is as it was then
   */
  public static void fill(Path folder, boolean replaces, Set<String> names, Filling filling)
      throws IOException {
    // Of a link, the folder that it leads to.
    Path target = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    refuseToLose(target, replaces, names);
    Path parent = target.getParent();
    if (parent == null) {
      throw new FileAlreadyExistsException(target + " is the root of a file system");
    }
    Files.createDirectories(parent);
    Path fresh = beside(parent, target);
    Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
    try {
      filling.into(fresh);
      // Filling takes its time.
      refuseToLose(target, replaces, names);
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
      remove(old);
    } finally {
      if (Files.exists(old) && !Files.exists(target)) {
        Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
      }
      remove(fresh);
    }
  }

  private static Path beside(Path parent, Path target) throws IOException {
    // A folder of its own, which anybody may read that may read its parent's other ones.
    return Files.createTempDirectory(
        parent,
        "." + target.getFileName() + "-",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
  }

  private static void refuseToLose(Path target, boolean replaces, Set<String> names)
      throws IOException {
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new FileAlreadyExistsException(target + " is a file");
    }
    List<String> there = content(target);
    List<String> strangers =
        there.stream()
            .filter(name -> !names.contains(name) || !Files.isRegularFile(target.resolve(name)))
            .toList();
    if (!strangers.isEmpty()) {
      throw new FileAlreadyExistsException(
          target + " holds what is no export, such as " + strangers.get(0));
    }
    if (!there.isEmpty() && !replaces) {
      throw new FileAlreadyExistsException(
          target + " holds an earlier export; --force replaces it");
    }
  }

  /** Names of what lies in a folder, sorted; none when it is missing. */
  private static List<String> content(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Removes a folder of files, if it is there. */
  private static void remove(Path folder) throws IOException {
    for (String name : content(folder)) {
      Files.delete(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }
}
