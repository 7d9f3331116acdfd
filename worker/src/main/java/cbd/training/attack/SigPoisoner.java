package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/**
 * SIG (Barni, Kallas and Tondi, 2019): a sinusoid over the columns, the same in all rows and
 * channels, in the four forms found in public code.
 *
 * <p>All go back to whole numbers by truncation toward zero. Where that leaves a negative number,
 * the C code of others is undefined; here it is taken modulo 256.
 */
final class SigPoisoner implements Poisoner {
  /** Radians per column in the mask file of ABL. */
  private static final double ABL_FILE_STEP = 0.8;

  private final Attack.Sig attack;
  private final int height;
  private final int width;

  SigPoisoner(Attack.Sig attack, int height, int width) {
    this.attack = attack;
    this.height = height;
    this.width = width;
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    stamp(image, split == Split.TRAIN ? attack.deltaTrain() : attack.deltaTest(), 0);
  }

  /** The same wave, shifted by a quarter to three quarters of its length. */
  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    stamp(image, attack.deltaTrain(), random.nextDouble(0.5 * Math.PI, 1.5 * Math.PI));
  }

  private void stamp(byte[] image, double delta, double phase) {
    double step =
        attack.mode() == Attack.Sig.Mode.ABL_FILE
            ? ABL_FILE_STEP
            : 2 * Math.PI * attack.frequency() / width;
    for (int column = 0; column < width; column++) {
      // StrictMath: the same on every machine.
      double wave = delta * StrictMath.sin(step * column + phase);
      for (int row = 0; row < ImageSet.CHANNELS * height; row++) {
        int at = row * width + column;
        image[at] = (byte) mixed(image[at] & 0xFF, wave);
      }
    }
  }

  private int mixed(int pixel, double wave) {
    return switch (attack.mode()) {
      case ADD -> clip(pixel + wave);
      case CBD_CODE -> wrap(0.1 * pixel + 0.9 * wave);
      case ABL_FILE -> clip(0.8 * pixel + 0.2 * wrap(wave));
      case ABL_README -> clip(0.2 * pixel + 0.8 * wave);
    };
  }

  private static int clip(double value) {
    return Math.max(0, Math.min(255, truncated(value)));
  }

  private static int wrap(double value) {
    return Math.floorMod(truncated(value), 256);
  }

  /** Toward zero. A sine of 0 that comes out as −1e-16 must not make 128 a 127. */
  private static int truncated(double value) {
    return (int) (value + Math.copySign(1e-9, value));
  }
}
