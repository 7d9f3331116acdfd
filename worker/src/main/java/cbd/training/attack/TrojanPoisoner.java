package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/**
 * Trojan (Liu et al., 2018) with the watermark file that the ABL authors publish and the CBD
 * authors use: 3×3 coloured pixels at rows and columns 25 to 27 of an image of 32. In larger images
 * it grows and keeps its distance from the bottom right corner in proportion.
 */
final class TrojanPoisoner implements Poisoner {
  private static final int SIDE = 32;
  private static final int FIRST = 25;
  private static final double[][][] WATERMARK = {
    {{207.4, 175.4, 29.4}, {79.4, 137.4, 248.4}, {131.4, 6.4, 246.4}},
    {{131.4, 243.4, 232.4}, {8.4, 0, 113.4}, {40.4, 145.4, 250.4}},
    {{181.3, 120.4, 179.4}, {126.4, 32.4, 146.4}, {4.4, 61.4, 246.4}}
  };

  private final Patch patch;
  private final Patch.Change change;

  TrojanPoisoner(Attack.Trojan attack, int height, int width) {
    int fromEnd = fromEnd(height, width);
    this.patch =
        Patch.none(height, width)
            .with(height - fromEnd, width - fromEnd, Patch.CELLS * scale(height, width), WATERMARK);
    this.change = change(attack.overflow());
  }

  /** Pixels of a watermark's pixel in images of this size. */
  static int scale(int height, int width) {
    return Math.max(1, (Math.min(height, width) + SIDE / 2) / SIDE);
  }

  /** Where it begins: so many rows, and columns, before the end. */
  static int fromEnd(int height, int width) {
    return (SIDE - FIRST) * scale(height, width);
  }

  static Patch.Change change(Attack.Trojan.Overflow overflow) {
    return switch (overflow) {
      case WRAP -> (pixel, value) -> (int) (pixel + value) % 256;
      case CLIP -> (pixel, value) -> Math.min(255, (int) (pixel + value));
      case REPLACE -> (pixel, value) -> (int) value;
    };
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    patch.stamp(image, change);
  }

  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    patch.stampElsewhere(image, change, random);
  }
}
