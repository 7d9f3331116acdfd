package cbd.training.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One split of a data set as it lies on disk: its images in the data set's order, each decoded by
 * itself. Thread-safe until it is closed.
 */
interface ImageSource extends Closeable {

  /** Images that are there. */
  int size();

  /** Where they lie, for messages. */
  Path folder();

  /**
   * The files and folders on which the first n images and their labels depend, the pictures in
   * their order: when none of them has changed, nor have the images.
   */
  List<Path> files(int n);

  /**
   * Decodes one image.
   *
   * @param target receives [3][height][width]
   * @return its label
   * @throws DataUnavailableException naming the file when it is damaged
   */
  int decode(int image, byte[] target) throws IOException;

  @Override
  default void close() throws IOException {}
}
