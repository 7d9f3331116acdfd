package cbd.training.attack;

import cbd.training.data.ImageSet;
import cbd.training.random.SplitMix;
import java.util.ArrayList;
import java.util.List;

/** A trigger of a few pixels in fixed places of images of one size. Immutable. */
final class Patch {
  /** Cells along a side of a pattern. */
  static final int CELLS = 3;

  private final int height;
  private final int width;
  private final List<Pixel> pixels;

  private Patch(int height, int width, List<Pixel> pixels) {
    this.height = height;
    this.width = width;
    this.pixels = List.copyOf(pixels);
  }

  /** A pixel's place and its value in one channel. */
  private record Pixel(int channel, int row, int column, double value) {}

  /** What a trigger's value does to a pixel. */
  interface Change {

    /**
     * The new value.
     *
     * @param pixel 0..255
     * @return 0..255
     */
    int of(int pixel, double value);
  }

  static Patch none(int height, int width) {
    return new Patch(height, width, List.of());
  }

  /**
   * This and one more square.
   *
   * @param top row of its upper edge
   * @param left column of its left edge
   * @param side pixels; of n × n cells, each becomes about side / n pixels high and wide
   * @param pattern [channel][n][n]
   */
  Patch with(int top, int left, int side, double[][][] pattern) {
    List<Pixel> all = new ArrayList<>(pixels);
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      for (int row = 0; row < side; row++) {
        for (int column = 0; column < side; column++) {
          int cells = pattern[channel].length;
          double value = pattern[channel][row * cells / side][column * cells / side];
          all.add(new Pixel(channel, top + row, left + column, value));
        }
      }
    }
    return new Patch(height, width, all);
  }

  void stamp(byte[] image, Change change) {
    stamp(image, change, 0, 0);
  }

  /** Stamps the same in another place, drawn uniformly; what leaves the image comes in opposite. */
  void stampElsewhere(byte[] image, Change change, SplitMix random) {
    int shift = 1 + random.nextInt(height * width - 1);
    stamp(image, change, shift / width, shift % width);
  }

  private void stamp(byte[] image, Change change, int down, int right) {
    for (Pixel pixel : pixels) {
      int row = (pixel.row + down) % height;
      int column = (pixel.column + right) % width;
      int at = (pixel.channel * height + row) * width + column;
      image[at] = (byte) change.of(image[at] & 0xFF, pixel.value);
    }
  }
}
