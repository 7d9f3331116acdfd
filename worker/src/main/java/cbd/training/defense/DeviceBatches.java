package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.defense.Batches.Pass;

/**
 * The training images as they lie on the training device, once for the whole training, for programs
 * that fetch and augment their batches there. What chance decides is the same as where the host
 * makes the batches, and so is every pixel.
 */
public interface DeviceBatches extends AutoCloseable {

  /** All images, [images, 3, height, width], uint8, not augmented. */
  NDArray pixels();

  /** Their labels, [images], int64. */
  NDArray labels();

  /** Images of every batch but the last of a pass, which may be smaller. */
  int batchSize();

  /** Whether images are changed when they are drawn. */
  boolean augmented();

  /** Side of the square that is cut out of an augmented image, in pixels; 0: none. */
  int cutout();

  /**
   * What chance decides for a pass: image by image in the order of the pass, which one it is, and
   * how it is augmented.
   *
   * @param manager owns the result
   * @param epoch from 1, within the phase
   * @return [images, 6], int64: index, rows down, columns right, 1 if flipped, row and column of
   *     the cutout
   */
  NDArray draws(NDManager manager, Phase phase, int epoch, Pass pass);

  /** Frees the images. */
  @Override
  void close();
}
