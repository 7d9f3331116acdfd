package cbd.training.data;

import java.io.IOException;
import java.nio.file.Path;

/** Single pictures, for whoever needs one that is of no data set. */
public final class Pictures {
  private Pictures() {}

  /**
   * Reads a JPEG or PNG picture and stretches it, as Pillow would.
   *
   * @return uint8, [3][height][width]
   * @throws IOException when there is no such file, or no whole picture in it; the message says why
   */
  public static byte[] stretched(Path file, int height, int width) throws IOException {
    byte[] planes = new byte[ImageSet.CHANNELS * height * width];
    Resampling.resize(PhotoFile.read(file), width, height).toPlanes(planes);
    return planes;
  }
}
