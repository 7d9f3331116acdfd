package cbd.training.defense;

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

    /** Indices of the pass's images, in its order. */
    int[] order();
  }

  /** What the steps were kept from so far. */
  Guards guards();

  /**
   * A step that was taken.
   *
   * @param outcome what it came to
   * @param images of the batch
   */
  record Taken(Outcome outcome, long images) {}
}
