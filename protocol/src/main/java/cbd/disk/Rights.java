package cbd.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Who may read and write a file. */
final class Rights {
  private Rights() {}

  /**
   * Gives a draft to those who have the file that it will replace: whoever replaces it, root for
   * instance, is seldom who reads it. Does nothing where there is no such file, or no POSIX.
   *
   * @param draft of this process; gone when this throws
   * @param never what nobody is permitted, even where it was
   * @throws IOException when this process may not give it to them
   */
  static void keep(Path draft, Path file, Set<PosixFilePermission> never) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    if (view == null || !Files.exists(file)) {
      return;
    }
    PosixFileAttributes wanted = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributes made = view.readAttributes();
    try {
      if (!wanted.group().equals(made.group())) {
        view.setGroup(wanted.group());
      }
      // Its owner has to write it, also one who had made it read-only.
      Set<PosixFilePermission> permissions =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      permissions.addAll(wanted.permissions());
      permissions.removeAll(never);
      view.setPermissions(permissions);
      if (!wanted.owner().equals(made.owner())) {
        view.setOwner(wanted.owner());
      }
    } catch (FileSystemException e) {
      Files.delete(draft);
      throw new IOException(
          "%s belongs to the user %s and the group %s, to whom a new one cannot be given; do this as that user or as root"
              .formatted(file, wanted.owner().getName(), wanted.group().getName()),
          e);
    }
  }
}
