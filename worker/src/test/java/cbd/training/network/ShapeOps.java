package cbd.training.network;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Computes shapes alone, and counts the multiplications that go with them. */
final class ShapeOps implements Ops<Shape> {
  private final Layout parameters;
  private final List<Shape> pooled = new ArrayList<>();
  private long multiplyAdds;

  ShapeOps(Layout parameters) {
    this.parameters = parameters;
  }

  long multiplyAdds() {
    return multiplyAdds;
  }

  /** What went into the global pooling. */
  List<Shape> pooled() {
    return pooled;
  }

  @Override
  public Shape standardize(Shape x, int mean) {
    return x;
  }

  @Override
  public Shape convolution(Shape x, Convolution convolution) {
    Shape weight = parameters.entries().get(convolution.weight()).shape();
    if (weight.get(1) != x.get(1)) {
      throw new IllegalArgumentException(weight + " cannot be applied to " + x);
    }
    Shape y = windows(x, weight.get(0), weight.get(2), convolution.stride(), convolution.padding());
    multiplyAdds += y.size() / y.get(0) * weight.size() / weight.get(0);
    return y;
  }

  private static Shape windows(Shape x, long channels, long kernel, long stride, long padding) {
    return new Shape(
        x.get(0),
        channels,
        (x.get(2) + 2 * padding - kernel) / stride + 1,
        (x.get(3) + 2 * padding - kernel) / stride + 1);
  }

  @Override
  public Shape batchNorm(Shape x, BatchNormalization normalization) {
    Shape gamma = parameters.entries().get(normalization.gamma()).shape();
    if (gamma.get(0) != x.get(1)) {
      throw new IllegalArgumentException(gamma + " cannot normalise " + x);
    }
    return x;
  }

  @Override
  public Shape relu(Shape x) {
    return x;
  }

  @Override
  public Shape add(Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new IllegalArgumentException(a + " cannot be added to " + b);
    }
    return a;
  }

  @Override
  public Shape maxPool(Shape x, int kernel, int stride, int padding) {
    return windows(x, x.get(1), kernel, stride, padding);
  }

  @Override
  public Shape globalAveragePool(Shape x) {
    pooled.add(x);
    return new Shape(x.get(0), x.get(1));
  }

  @Override
  public Shape linear(Shape x, int weight, int bias) {
    Shape shape = parameters.entries().get(weight).shape();
    multiplyAdds += shape.size();
    return new Shape(x.get(0), shape.get(0));
  }
}
