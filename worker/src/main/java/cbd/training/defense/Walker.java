package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;

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

    /** Passes over batches that were trained on before. */
    void skip(int batches);

    /**
     * Makes the next batch ready to be trained on, which it has to be before another one.
     *
     * @param step owns whatever is made
     */
    Ready ready(NDManager step);

    /** Indices of the pass's images, in its order. */
    int[] order();
  }

  /** A batch that lies ready. */
  interface Ready {

    /** Trains on it, with a clock that is told of each part. */
    Taken take(StepClock clock);
  }

  /** What the steps were kept from so far. */
  Guards guards();

  /** What is this walker's alone and later steps depend on, such as positions of its streams. */
  Savable state();

  /**
   * A step that was taken.
   *
   * @param outcome what it came to
   * @param images of the batch
   */
  record Taken(Outcome outcome, long images) {}
}
