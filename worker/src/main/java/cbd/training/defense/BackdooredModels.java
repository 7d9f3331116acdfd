package cbd.training.defense;

import cbd.training.network.FeatureNetwork;
import java.util.List;

/**
 * Where CBD's backdoored model comes from. Trials whose phase A is the same can share it, as it is
 * long and nothing of phase B enters it.
 */
public interface BackdooredModels {
  /** Each trial trains its own. */
  BackdooredModels OWN =
      (fresh, rates, manner, training) -> {
        training.run();
        return true;
      };

  /**
   * Turns a fresh network into the backdoored model.
   *
   * @param fresh with its first parameters; the backdoored model's afterwards, to the last bit the
   *     same whether it was trained here or not
   * @param rates learning rate of each epoch of the training
   * @param manner of taking steps; others may round otherwise
   * @param training trains it and tells the listener its epochs
   * @return whether it was trained here; else the listener was told the epochs it once took
   */
  boolean provide(FeatureNetwork fresh, List<Double> rates, String manner, Runnable training);

  /**
   * Called when a training is over that went on from a checkpoint, so that nothing was provided, or
   * not all of it trained, in this process.
   *
   * @param backdoored as it came from the checkpoint
   */
  default void resumed(FeatureNetwork backdoored) {}
}
