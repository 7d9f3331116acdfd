package cbd.training.attack;

import cbd.domain.Digest;
import cbd.text.InvalidValueException;
import cbd.training.data.Pictures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

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
    byte[] planes;
    try {
      planes = Pictures.stretched(file(dataDir, name), height, width);
    } catch (IOException e) {
      throw unreadable(dataDir, name, e);
    }
    int[] mask = new int[planes.length];
    Arrays.setAll(mask, i -> planes[i] & 0xFF);
    return mask;
  }

  /** SHA-256 of the file; errors as {@link #read}. */
  static String hash(String dataDir, String name) {
    try {
      return Digest.hex(Files.readAllBytes(file(dataDir, name)));
    } catch (IOException e) {
      throw unreadable(dataDir, name, e);
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

  private static InvalidValueException unreadable(String folder, String name, IOException why) {
    String reason =
        why instanceof NoSuchFileException
            ? "there is no such file"
            : String.valueOf(why.getMessage());
    return new InvalidValueException(
        SETTING, "must be a picture in " + folder + ", but " + name + " cannot be read: " + reason);
  }
}
