package cbd.training.attack;

import cbd.text.InvalidValueException;
import cbd.training.data.ImageSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** A picture file as the mask of a trigger, stretched to the size of the images. */
final class TriggerPicture {
  private static final String SETTING = "attack.image";

  private TriggerPicture() {}

  /**
   * Reads it.
   *
   * @param dataDir the data folder; the picture must lie inside it, links followed
   * @param name relative path
   * @return [3][height][width], 0..255
   * @throws InvalidValueException when there is no such picture in there
   */
  static int[] read(String dataDir, String name, int height, int width) {
    BufferedImage picture;
    try {
      picture = ImageIO.read(file(dataDir, name).toFile());
    } catch (IOException e) {
      throw unreadable(dataDir, name, e.toString());
    }
    if (picture == null) {
      throw unreadable(dataDir, name, "no png, jpg, gif or bmp picture");
    }
    return stretched(picture, height, width);
  }

  /** SHA-256 of the file; errors as {@link #read}. */
  static String hash(String dataDir, String name) {
    try {
      byte[] bytes = Files.readAllBytes(file(dataDir, name));
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException e) {
      throw unreadable(dataDir, name, e.toString());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Path file(String dataDir, String name) throws IOException {
    if (dataDir.isEmpty()) {
      throw new InvalidValueException(
          SETTING,
          "is the picture "
              + name
              + " of the data folder, but none was named; name it with --data DIR or the"
              + " environment variable CBD_DATA");
    }
    Path folder = Path.of(dataDir).toRealPath();
    Path file = folder.resolve(name).toRealPath();
    if (!file.startsWith(folder)) {
      throw new InvalidValueException(
          SETTING, "must lie inside the data folder " + folder + ", but " + name + " leads out");
    }
    return file;
  }

  private static InvalidValueException unreadable(String folder, String name, String why) {
    return new InvalidValueException(
        SETTING, "must be a picture in " + folder + ", but " + name + " cannot be read: " + why);
  }

  /** Each pixel is the mean of the area it covers in the picture. */
  private static int[] stretched(BufferedImage picture, int height, int width) {
    int[] pixels = new int[ImageSet.CHANNELS * height * width];
    double down = (double) picture.getHeight() / height;
    double right = (double) picture.getWidth() / width;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double[] mean =
            mean(picture, row * down, (row + 1) * down, column * right, (column + 1) * right);
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          pixels[(channel * height + row) * width + column] = (int) Math.round(mean[channel]);
        }
      }
    }
    return pixels;
  }

  private static double[] mean(
      BufferedImage picture, double top, double bottom, double left, double right) {
    double[] sum = new double[ImageSet.CHANNELS];
    double area = (bottom - top) * (right - left);
    for (int y = (int) top; y < Math.min(picture.getHeight(), Math.ceil(bottom)); y++) {
      double high = Math.min(y + 1, bottom) - Math.max(y, top);
      for (int x = (int) left; x < Math.min(picture.getWidth(), Math.ceil(right)); x++) {
        double share = high * (Math.min(x + 1, right) - Math.max(x, left)) / area;
        int rgb = picture.getRGB(x, y);
        for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
          sum[channel] += share * (rgb >> (16 - 8 * channel) & 0xFF);
        }
      }
    }
    return sum;
  }
}
