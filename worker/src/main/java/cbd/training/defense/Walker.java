package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;

/**
 * Goes through the training images, pass by pass, and trains on each batch: with eager steps on
 * batches that the host makes, or with a program on images that lie on the device.
 */
interface Walker {

  /**
   * Prepares a pass.
   *
   * @param manager owns what lasts as long as the pass
   * @param epoch from 1, within the phase
   */
  Walk begin(NDManager manager, Phase phase, int epoch);

  /** A pass under way. */
  interface Walk {

    /** Whether there is another batch. */
    boolean hasNext();

    /**
     * Trains on the next batch.
     *
     * @param step owns whatever is made
     */
    Taken next(NDManager step);
  }

  /**
   * A step that was taken.
   *
   * @param loss what was minimised, before the update; scalar
   * @param images of the batch
   */
  record Taken(NDArray loss, long images) {}
}
