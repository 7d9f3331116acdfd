package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import cbd.domain.Defense;
import cbd.domain.Defense.Weights;
import cbd.training.checkpoint.Savable;
import cbd.training.checkpoint.Savables;

/**
 * CBD's weights: how hard an image is for the backdoored model, relative to both. A poisoned image,
 * which the backdoored model fits at once, weighs next to nothing.
 *
 * <p>w = (l_B / (l_C + l_B + 1e-8))^γ, then ŵ = w · n / Σw, with γ = 1 as in the authors' code.
 * There, a batch whose w are all zero gives NaN; here it gives ŵ = 1, and is counted, without
 * waiting for the device.
 */
final class SampleWeights implements AutoCloseable {
  private static final double EPSILON = 1e-8;
  private static final double NO_WEIGHT = 1e-12;

  private final Defense.Cbd settings;
  private final NDManager manager;
  private final NDArray guarded;

  /** By {@code weights}, {@code weightGamma} and {@code normalizeWeights} of the settings. */
  SampleWeights(NDManager parent, Defense.Cbd settings) {
    this.settings = settings;
    manager = parent.newSubManager();
    manager.setName("sample weights");
    guarded = manager.create(0f);
    manager.cap();
  }

  /**
   * Weights of a batch, whose mean is 1 unless they are not normalised. Not to be differentiated:
   * give detached losses.
   *
   * @param backdooredLoss l_B, [n]
   * @param cleanLoss l_C, [n]
   * @return [n]
   */
  NDArray of(NDArray backdooredLoss, NDArray cleanLoss) {
    if (settings.weights() == Weights.UNIFORM) {
      return backdooredLoss.onesLike();
    }
    NDArray weight = backdooredLoss.div(cleanLoss.add(backdooredLoss).addi(EPSILON));
    if (settings.weightGamma() != 1) {
      weight = weight.pow(settings.weightGamma());
    }
    return settings.normalizeWeights() ? normalised(weight) : weight;
  }

  private NDArray normalised(NDArray weight) {
    long n = weight.size();
    NDArray sum = weight.sum();
    NDArray weightless = sum.lt(NO_WEIGHT).toType(weight.getDataType(), false);
    guarded.addi(weightless.toType(DataType.FLOAT32, false));
    weight.addi(weightless);
    return weight.muli(n).divi(sum.addi(weightless.muli(n)));
  }

  /** What counts them, a scalar, live. */
  NDArray counter() {
    return guarded;
  }

  /** How often so far. */
  Savable state() {
    return Savables.array(guarded);
  }

  /** Batches so far whose weights were all zero and were taken as one. */
  long guarded() {
    return (long) guarded.toFloatArray()[0];
  }

  @Override
  public void close() {
    manager.close();
  }
}
