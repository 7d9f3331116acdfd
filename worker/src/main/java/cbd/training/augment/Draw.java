package cbd.training.augment;

/**
 * What chance has decided for one image.
 *
 * @param down rows by which the cropped window lies lower than the image
 * @param right columns by which it lies further right
 * @param flip left and right are exchanged after the crop
 * @param y row of the cutout's centre; 0 where nothing is cut out
 * @param x its column
 */
record Draw(int down, int right, boolean flip, int y, int x) {
  static final Draw NOTHING = new Draw(0, 0, false, 0, 0);
}
