package cbd.training.augment;

import cbd.domain.Augmentation;
import cbd.training.data.ImageSet;
import cbd.training.random.SplitMix;
import java.util.Arrays;

/**
 * The CBD authors' transform, in their order: zero padding and random crop, horizontal flip with
 * probability ½, cutout filled with zeros.
 *
 * <p>Works on bytes: zero stays zero when the pixels are divided by 255 later, so that cutout may
 * come before the division.
 */
final class StandardAugmenter implements Augmenter {
  private final Augmentation.Standard settings;
  private final int height;
  private final int width;
  private final byte[] result;

  StandardAugmenter(Augmentation.Standard settings, int height, int width) {
    this.settings = settings;
    this.height = height;
    this.width = width;
    this.result = new byte[ImageSet.CHANNELS * height * width];
  }

  @Override
  public Draw draw(SplitMix random) {
    int offsets = 2 * settings.cropPadding() + 1;
    int down = random.nextInt(offsets) - settings.cropPadding();
    int right = random.nextInt(offsets) - settings.cropPadding();
    boolean flip = settings.horizontalFlip() && random.nextLong() < 0;
    boolean cut = settings.cutout() > 0;
    int y = cut ? random.nextInt(height) : 0;
    int x = cut ? random.nextInt(width) : 0;
    return new Draw(down, right, flip, y, x);
  }

  @Override
  public byte[] apply(byte[] image, Draw draw) {
    crop(image, draw.down(), draw.right());
    if (draw.flip()) {
      flip();
    }
    if (settings.cutout() > 0) {
      cutOut(draw.y(), draw.x());
    }
    return result;
  }

  @Override
  public int cutout() {
    return settings.cutout();
  }

  /** result[y][x] = image[y + down][x + right], 0 outside. */
  private void crop(byte[] image, int down, int right) {
    Arrays.fill(result, (byte) 0);
    int columns = width - Math.abs(right);
    if (columns <= 0) {
      return; // All of it is padding, as where down leads past the rows.
    }
    int from = Math.max(0, right);
    int to = Math.max(0, -right);
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      for (int y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
        System.arraycopy(
            image,
            (channel * height + y + down) * width + from,
            result,
            (channel * height + y) * width + to,
            columns);
      }
    }
  }

  private void flip() {
    for (int row = 0; row < result.length; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        byte kept = result[left];
        result[left] = result[right];
        result[right] = kept;
      }
    }
  }

  /**
   * Zeroes a square around (y, x). Of an even side one more row and column lie before the centre
   * than after it, as in the authors' code: side 2 covers rows y − 1 and y.
   */
  private void cutOut(int y, int x) {
    int side = settings.cutout();
    int top = Math.max(0, y - side / 2);
    int bottom = Math.min(height, y - side / 2 + side);
    int left = Math.max(0, x - side / 2);
    int right = Math.min(width, x - side / 2 + side);
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      for (int row = top; row < bottom; row++) {
        int start = (channel * height + row) * width;
        Arrays.fill(result, start + left, start + right, (byte) 0);
      }
    }
  }
}
