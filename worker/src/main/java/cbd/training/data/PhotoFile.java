package cbd.training.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG and PNG pictures, colour or grey, as Pillow's {@code convert("RGB")} understands them:
 * grey becomes three equal channels, transparency and colour profiles are ignored, of 16 bits the
 * upper 8 are kept. JPEG decoders may differ in the last bit of a pixel between libraries, not
 * between machines with this one.
 */
final class PhotoFile {
  /** Of a picture that is read or made: its bytes take three times as many. */
  static final int MAX_PIXELS = 100_000_000;

  private PhotoFile() {}

  /**
   * Reads a file.
   *
   * @throws DamagedPictureException when it is no whole JPEG or PNG picture
   */
  static Picture read(Path file) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(Files.newInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DamagedPictureException("it is neither a JPEG nor a PNG picture");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        // A header may promise what no machine can hold.
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
          throw new DamagedPictureException(
              "it says that it has " + pixels + " pixels, more than " + MAX_PIXELS);
        }
        return of(reader.read(0));
      } finally {
        reader.dispose();
      }
    } catch (DamagedPictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DamagedPictureException("it cannot be decoded (" + e.getMessage() + ")");
    }
  }

  /** From the samples themselves: Java's own conversion would brighten grey pictures. */
  private static Picture of(BufferedImage image) throws DamagedPictureException {
    int width = image.getWidth();
    int height = image.getHeight();
    Raster raster = image.getRaster();
    byte[] rgb = new byte[ImageSet.CHANNELS * width * height];
    int[] samples = new int[width];
    if (image.getColorModel() instanceof IndexColorModel palette) {
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, 0, samples);
        for (int x = 0; x < width; x++) {
          int at = ImageSet.CHANNELS * (y * width + x);
          rgb[at] = (byte) palette.getRed(samples[x]);
          rgb[at + 1] = (byte) palette.getGreen(samples[x]);
          rgb[at + 2] = (byte) palette.getBlue(samples[x]);
        }
      }
      return new Picture(width, height, rgb);
    }
    int bits = image.getColorModel().getComponentSize(0);
    if (bits != 8 && bits != 16) {
      throw new DamagedPictureException("it has " + bits + " bits per channel, not 8 or 16");
    }
    boolean grey = raster.getNumBands() < ImageSet.CHANNELS;
    for (int y = 0; y < height; y++) {
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        raster.getSamples(0, y, width, 1, grey ? 0 : channel, samples);
        for (int x = 0; x < width; x++) {
          rgb[ImageSet.CHANNELS * (y * width + x) + channel] = (byte) (samples[x] >> (bits - 8));
        }
      }
    }
    return new Picture(width, height, rgb);
  }
}
