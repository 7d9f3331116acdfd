package cbd.training.data;

import cbd.training.random.SplitMix;

/**
 * The embedded data set: a shape filled with a texture, procedurally drawn, 32×32 RGB, ten classes.
 *
 * <p>Five outlines (disc, square, triangle, ring, cross) times two textures (stripes, checks) make
 * the class; both are needed. Position, size, rotation of outline and of texture, the three
 * colours, a background gradient and noise are drawn independently of it, so that no pixel and no
 * colour tells the class. Image i of a split depends on (split, i) alone: classes follow each other
 * in turn, and any prefix of a split is balanced. Drawn with {@link StrictMath} and own random
 * numbers: the same bytes on every machine.
 */
final class Shapes {
  private static final int SIDE = 32;
  private static final int CLASSES = 10;

  private static final long SEED = 0x5348_4150_4553_0001L;

  private Shapes() {}

  /** The first n images of a split. */
  static ImageSet draw(Split split, int n) {
    byte[] pixels = new byte[n * ImageSet.CHANNELS * SIDE * SIDE];
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i % CLASSES;
      SplitMix random = SplitMix.at(SEED, split.name(), i);
      ShapeScene.draw(labels[i], random).paint(pixels, i * ImageSet.CHANNELS * SIDE * SIDE, random);
    }
    return new ImageSet(CLASSES, SIDE, SIDE, pixels, labels);
  }
}
