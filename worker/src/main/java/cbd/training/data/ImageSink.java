package cbd.training.data;

import java.io.IOException;

/** Takes the images of a set one after the other. */
interface ImageSink {
  /**
   * Takes the next image.
   *
   * @param image [3][height][width]; may be reused by the caller
   */
  void add(byte[] image, int label) throws IOException;
}
