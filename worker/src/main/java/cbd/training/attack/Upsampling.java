package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Bilinear interpolation of larger images, corners not aligned, as PyTorch's {@code
 * interpolate(mode="bilinear")}. On a GPU that operation's gradient adds up in another order each
 * time; there two products with matrices are used instead, which keep their order.
 */
final class Upsampling {
  private static final int BILINEAR = 2;

  private Upsampling() {}

  /**
   * A value lies in the middle of its pixel; between two middles, and not beyond the outermost, it
   * is interpolated.
   *
   * @param x [n, c, h, w]
   * @param height of the result, at least h
   * @param width of the result, at least w
   * @return [n, c, height, width]
   */
  static NDArray bilinear(NDArray x, long height, long width) {
    return x.getDevice().isGpu()
        ? byProducts(x, height, width)
        : JniUtils.interpolate((PtNDArray) x, new long[] {height, width}, BILINEAR, false);
  }

  /** As {@link #bilinear}, the same way on every device; equal but for rounding. */
  static NDArray byProducts(NDArray x, long height, long width) {
    Shape from = x.getShape();
    NDArray rows = weights(x, Math.toIntExact(height), Math.toIntExact(from.get(2)));
    NDArray columns = weights(x, Math.toIntExact(width), Math.toIntExact(from.get(3)));
    return rows.matMul(x.matMul(columns.transpose()));
  }

  /** How much of each of the samples before is in each sample after. [after, before]. */
  private static NDArray weights(NDArray x, int after, int before) {
    float[] weights = new float[after * before];
    for (int i = 0; i < after; i++) {
      double at = Math.max((i + 0.5) * before / after - 0.5, 0);
      int left = (int) at;
      int right = Math.min(left + 1, before - 1);
      double part = at - left;
      weights[i * before + left] += (float) (1 - part);
      weights[i * before + right] += (float) part;
    }
    return x.getManager().create(weights, new Shape(after, before));
  }
}
