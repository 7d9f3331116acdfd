package cbd.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A durable file that its owner alone may read, from the moment it exists. Blocks. */
public final class SecretFile {
  private SecretFile() {}

  /**
   * Writes it, in place of a file that had its name.
   *
   * @throws IOException when there is no room or the disk fails
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = DurableFile.draft(file);
    Files.deleteIfExists(draft);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(draft, text);
    DurableFile.publish(draft, file);
  }
}
