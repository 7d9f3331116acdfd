package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.random.SplitMix;

/**
 * Blend (Chen et al., 2017): x' = trunc((1 − α)·x + α·m) with one mask m of uniform noise, the same
 * in all channels and for all images.
 *
 * <p>The CBD authors' code draws another mask for every image, which leaves nothing to learn; one
 * fixed mask is what the attack means.
 */
final class BlendPoisoner implements Poisoner {
  private final double alpha;
  private final int[] mask;

  BlendPoisoner(Attack.Blend blend, int height, int width) {
    this(blend.alpha(), mask(blend.maskSeed(), height * width));
  }

  /**
   * @param mask [height][width], 0..255
   */
  BlendPoisoner(double alpha, int[] mask) {
    this.alpha = alpha;
    this.mask = mask.clone();
  }

  private static int[] mask(long seed, int size) {
    SplitMix random = SplitMix.at(seed, "blend mask");
    int[] mask = new int[size];
    for (int i = 0; i < size; i++) {
      mask[i] = random.nextInt(256);
    }
    return mask;
  }

  @Override
  public void stamp(byte[] image) {
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      for (int i = 0; i < mask.length; i++) {
        int at = channel * mask.length + i;
        // Rounding errors must not turn 255 = 0.8·255 + 0.2·255 into 254 when truncated.
        double blended = (1 - alpha) * (image[at] & 0xFF) + alpha * mask[i] + 1e-9;
        image[at] = (byte) (int) blended;
      }
    }
  }
}
