package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import java.util.Optional;

/**
 * The training images as a trainer sees them: shuffled, augmented, in batches. Which of them are
 * poisoned is not to be learned here. What an epoch draws is a function of its coordinates alone,
 * so that training can be taken up again at any epoch.
 */
public interface Batches {

  /** What an epoch's images are for; each pass has its own order and its own augmentation. */
  enum Pass {
    /** The pass that moves the network. */
    TRAIN,
    /** The pass before it that moves CBD's critic. */
    CRITIC
  }

  /**
   * Images of one step.
   *
   * @param images [n, 3, height, width], float, 0..1
   * @param labels [n], int64, 0-based classes
   */
  record Batch(NDArray images, NDArray labels) {}

  /** One pass over all images. */
  interface Epoch {

    /** Indices of the images in the order in which the batches of this pass give them. */
    int[] order();

    /** Whether there is another batch. */
    boolean hasNext();

    /** Passes over batches as if they had been given. */
    void skip(int batches);

    /** The next batch, its arrays attached to {@code step}, which is closed after the step. */
    Batch next(NDManager step);
  }

  /** Images of one pass; the last, smaller batch included. */
  int images();

  /** Batches of one pass; the last, smaller one included. */
  int steps();

  /**
   * Copies the images to a device, for programs that fetch them there.
   *
   * @param parent the manager below which they live; names the device
   * @return empty where batches are made by the host alone; else the caller closes it
   */
  default Optional<DeviceBatches> onDevice(NDManager parent) {
    return Optional.empty();
  }

  /**
   * Starts a pass.
   *
   * @param phase which network it is for
   * @param epoch from 1, within the phase
   */
  Epoch epoch(Phase phase, int epoch, Pass pass);
}
