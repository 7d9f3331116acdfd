package cbd.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A durable text that is no secret. Blocks. */
public final class TextFile {
  private TextFile() {}

  /**
   * Writes it, in place of a file that had its name, for those who could read that.
   *
   * @throws IOException when there is no room or the disk fails, or the file before it belongs to
   *     somebody to whom this process may not give one
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = DurableFile.draft(file);
    Files.deleteIfExists(draft);
    Files.writeString(draft, text);
    Rights.keep(draft, file, Set.of());
    DurableFile.publish(draft, file);
  }
}
