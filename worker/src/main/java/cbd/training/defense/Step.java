package cbd.training.defense;

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
   * @return what was minimised, and what else there is to tell
   */
  Outcome take(Batch batch);

  /** What this step was kept from so far. */
  default Guards guards() {
    return Guards.NONE;
  }
}
