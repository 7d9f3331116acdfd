package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What a step came to, before its update; all belongs to the step's manager.
 *
 * @param loss what was minimised, scalar
 * @param weights what each image weighed in it, [n]; null where images are not weighed
 * @param backdooredLoss CBD's l_B, [n]; null where there is no backdoored model
 * @param criticLoss what CBD's critic minimised on the same batch, scalar; null when it did not
 *     learn
 */
record Outcome(
    NDArray loss,
    @Nullable NDArray weights,
    @Nullable NDArray backdooredLoss,
    @Nullable NDArray criticLoss) {

  /** Of a step that has nothing to tell but its loss. */
  static Outcome of(NDArray loss) {
    return new Outcome(loss, null, null, null);
  }
}
