package cbd.training.defense;

import cbd.training.checkpoint.Savable;
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
   * @param clock is told of each part of the step
   * @return what was minimised, and what else there is to tell
   */
  Outcome take(Batch batch, StepClock clock);

  /** What this step was kept from so far. */
  default Guards guards() {
    return Guards.NONE;
  }

  /**
   * What is this step's alone and later steps depend on: positions of its random streams within a
   * pass, counts. Read after {@link #begin}.
   */
  default Savable state() {
    return Savable.NOTHING;
  }
}
