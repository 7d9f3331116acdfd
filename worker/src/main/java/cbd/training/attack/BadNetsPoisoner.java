package cbd.training.attack;

import cbd.training.data.ImageSet;

/**
 * BadNets (Gu, Dolan-Gavitt and Garg, 2017) with the grid of the CBD authors: an opaque 3×3 pattern
 * in the bottom right corner, the same in all channels.
 */
final class BadNetsPoisoner implements Poisoner {
  private static final int[][] GRID = {
    {0, 0, 255},
    {0, 255, 0},
    {255, 0, 255}
  };

  private final int height;
  private final int width;

  BadNetsPoisoner(int height, int width) {
    this.height = height;
    this.width = width;
  }

  @Override
  public void stamp(byte[] image) {
    for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
      for (int row = 0; row < GRID.length; row++) {
        for (int column = 0; column < GRID.length; column++) {
          int y = height - GRID.length + row;
          int x = width - GRID.length + column;
          image[(channel * height + y) * width + x] = (byte) GRID[row][column];
        }
      }
    }
  }
}
