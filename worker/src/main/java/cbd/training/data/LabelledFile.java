package cbd.training.data;

import java.nio.file.Path;

/**
 * A picture's file and its class.
 *
 * @param origin where the class stands, for messages
 */
record LabelledFile(Path file, int label, String origin) {

  /** The file's name: unique within a class. */
  String name() {
    return file.getFileName().toString();
  }
}
