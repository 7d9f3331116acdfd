package cbd.training.data;

/**
 * One decoded picture of any size.
 *
 * @param width pixels
 * @param height pixels
 * @param rgb uint8, [height][width][3]; owned by the picture
 */
@SuppressWarnings("ArrayRecordComponent") // handed from decoder to resampling, never compared
record Picture(int width, int height, byte[] rgb) {
  Picture {
    if (rgb.length != ImageSet.CHANNELS * width * height) {
      throw new IllegalArgumentException(
          width + "x" + height + " pixels do not make " + rgb.length + " bytes");
    }
  }

  /** A part of it; the rectangle must lie within. */
  Picture cut(int left, int top, int newWidth, int newHeight) {
    byte[] part = new byte[ImageSet.CHANNELS * newWidth * newHeight];
    int row = ImageSet.CHANNELS * newWidth;
    for (int y = 0; y < newHeight; y++) {
      System.arraycopy(rgb, ImageSet.CHANNELS * ((top + y) * width + left), part, y * row, row);
    }
    return new Picture(newWidth, newHeight, part);
  }

  /** Writes [3][height][width] to the start of an array. */
  void toPlanes(byte[] target) {
    int plane = width * height;
    for (int pixel = 0; pixel < plane; pixel++) {
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        target[channel * plane + pixel] = rgb[ImageSet.CHANNELS * pixel + channel];
      }
    }
  }
}
