package cbd.training.attack;

import cbd.domain.Attack;
import cbd.text.InvalidValueException;
import cbd.training.data.Split;
import cbd.training.random.SplitMix;

/**
 * BadNets (Gu, Dolan-Gavitt and Garg, 2017) with the patterns of the CBD authors: opaque, the same
 * in all channels.
 */
final class BadNetsPoisoner implements Poisoner {
  private static final int[][] BOTTOM_RIGHT = {{0, 0, 255}, {0, 255, 0}, {255, 0, 255}};
  private static final int[][] TOP_LEFT = {{255, 0, 255}, {0, 255, 0}, {255, 0, 0}};
  private static final int[][] BOTTOM_LEFT = {{255, 0, 0}, {0, 255, 0}, {255, 0, 255}};
  private static final int[][] TOP_RIGHT = {{255, 0, 255}, {0, 255, 0}, {0, 0, 255}};
  private static final int[][] WHITE = {{255, 255, 255}, {255, 255, 255}, {255, 255, 255}};

  private final Patch patch;

  BadNetsPoisoner(Attack.BadNets attack, int height, int width) {
    InvalidValueException misfit = attack.misfit(height, width);
    if (misfit != null) {
      throw misfit;
    }
    int side = attack.side(Math.min(height, width));
    int margin = side / Patch.CELLS;
    int bottom = height - side;
    int right = width - side;
    Patch none = Patch.none(height, width);
    this.patch =
        switch (attack.pattern()) {
          case GRID -> none.with(bottom, right, side, grey(BOTTOM_RIGHT));
          case SQUARE -> none.with(bottom - margin, right - margin, side, grey(WHITE));
          case FOUR_CORNER ->
              none.with(bottom, right, side, grey(BOTTOM_RIGHT))
                  .with(margin, margin, side, grey(TOP_LEFT))
                  .with(bottom, margin, side, grey(BOTTOM_LEFT))
                  .with(margin, right, side, grey(TOP_RIGHT));
        };
  }

  private static double[][][] grey(int[][] cells) {
    double[][] plane = new double[Patch.CELLS][Patch.CELLS];
    for (int row = 0; row < Patch.CELLS; row++) {
      for (int column = 0; column < Patch.CELLS; column++) {
        plane[row][column] = cells[row][column];
      }
    }
    return new double[][][] {plane, plane, plane};
  }

  @Override
  public void stamp(byte[] image, Split split, int index) {
    patch.stamp(image, BadNetsPoisoner::paste);
  }

  @Override
  public void stampWrong(byte[] image, int index, SplitMix random) {
    patch.stampElsewhere(image, BadNetsPoisoner::paste, random);
  }

  private static int paste(int pixel, double value) {
    return (int) value;
  }
}
