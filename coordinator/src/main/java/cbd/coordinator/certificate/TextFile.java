package cbd.coordinator.certificate;

import cbd.disk.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that everybody may read, replaced at once. */
final class TextFile {
  private TextFile() {}

  static void write(Path file, String text) throws IOException {
    Path draft = DurableFile.draft(file);
    Files.writeString(draft, text);
    DurableFile.publish(draft, file);
  }
}
