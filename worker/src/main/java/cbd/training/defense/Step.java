package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import cbd.training.defense.Batches.Batch;

/** What a pass does with each batch. */
interface Step {

  /**
   * Prepares for an epoch: its learning rate, its random numbers.
   *
   * @param epoch from 1
   */
  void begin(int epoch);

  /**
   * Trains on a batch; whatever is made belongs to the manager of its images.
   *
   * @return what was minimised, before the update; scalar
   */
  NDArray take(Batch batch);
}
