package cbd.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * A durable file that its owner alone may read, from the moment it exists, and its group where that
 * could read the one that it replaces. Blocks.
 */
public final class SecretFile {
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private SecretFile() {}

  /**
   * Writes it, in place of a file that had its name.
   *
   * @throws IOException when there is no room or the disk fails, or the file before it belongs to
   *     somebody to whom this process may not give one
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = DurableFile.draft(file);
    Files.deleteIfExists(draft);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Rights.keep(draft, file, OTHERS);
    Files.writeString(draft, text);
    DurableFile.publish(draft, file);
  }
}
