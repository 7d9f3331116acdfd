package cbd.training.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file that was named cannot be read. */
final class Unreadable {
  private Unreadable() {}

  /** A sentence; Java's own messages are often just the file's name. */
  static String because(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "There is no file " + file + ".";
    }
    if (e instanceof AccessDeniedException) {
      return file + " cannot be read: permission denied.";
    }
    return file + " cannot be read: " + e.getMessage();
  }
}
