package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;
import org.jspecify.annotations.Nullable;

/**
 * Blend (Chen et al., 2017): x' = trunc((1 − α)·x + α·m) with a mask m of uniform noise, the same
 * in all channels, or with a picture.
 *
 * <p>The CBD authors' code draws another mask for every image, which leaves nothing to learn; one
 * fixed mask is what the attack means, the other a setting.
 */
final class BlendPoisoner implements Poisoner {
  private final double alpha;
  private final long seed;
  private final boolean perImage;
  private final int size;
  private final int @Nullable [] picture;

  BlendPoisoner(Attack.Blend blend, AttackContext context) {
    this.alpha = blend.alpha();
    this.seed = blend.maskSeed();
    this.perImage = blend.perImage();
    this.size = context.height() * context.width();
    this.picture =
        blend.image().equals(Attack.Blend.NOISE)
            ? null
            : TriggerPicture.read(
                context.dataDir(), blend.image(), context.height(), context.width());
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    SplitMix random =
        perImage
            ? SplitMix.at(seed, "blend mask " + split, index)
            : SplitMix.at(seed, "blend mask");
    blend(image, picture != null ? picture : noise(random), alpha);
  }

  /** Another mask of noise, or the picture elsewhere: what leaves the image comes in opposite. */
  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    blend(image, picture != null ? moved(picture, random) : noise(random), alpha);
  }

  /** [3][height][width], 0..255. */
  private int[] noise(SplitMix random) {
    int[] mask = new int[ImageSet.CHANNELS * size];
    for (int i = 0; i < size; i++) {
      mask[i] = random.nextInt(256);
    }
    System.arraycopy(mask, 0, mask, size, size);
    System.arraycopy(mask, 0, mask, 2 * size, size);
    return mask;
  }

  private int[] moved(int[] mask, SplitMix random) {
    int shift = 1 + random.nextInt(size - 1);
    int[] moved = new int[mask.length];
    for (int i = 0; i < mask.length; i++) {
      int channel = i / size;
      moved[channel * size + (i + shift) % size] = mask[i];
    }
    return moved;
  }

  /**
   * Blends a mask in.
   *
   * @param image uint8, [3][height][width]
   * @param mask of the same shape, 0..255
   */
  static void blend(byte[] image, int[] mask, double alpha) {
    for (int i = 0; i < image.length; i++) {
      // Rounding errors must not turn 255 = 0.8·255 + 0.2·255 into 254 when truncated.
      double blended = (1 - alpha) * (image[i] & 0xFF) + alpha * mask[i] + 1e-9;
      image[i] = (byte) (int) blended;
    }
  }
}
