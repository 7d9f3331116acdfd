package cbd.training.attack;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.data.ImageSet;
import cbd.training.data.PixelBuffer;

/** The images with which an attacker trains, in batches, without augmentation. Not thread-safe. */
final class AttackerImages {
  private final ImageSet images;
  private final int batchSize;
  private final PixelBuffer buffer;
  private final byte[] image;

  /**
   * Some images.
   *
   * @param limit the first so many are used; 0: all
   */
  AttackerImages(ImageSet all, int limit, int batchSize) {
    images = all.first(limit == 0 ? all.size() : Math.min(all.size(), limit));
    this.batchSize = Math.min(batchSize, images.size());
    buffer = new PixelBuffer(this.batchSize, images);
    image = new byte[images.imageBytes()];
  }

  /**
   * Images of one step.
   *
   * @param pixels [n, 3, h, w], 0..1
   * @param labels true ones
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Batch(NDArray pixels, int[] labels) {

    /** −log softmax at the labels, averaged. */
    static NDArray crossEntropy(NDArray logits, int[] labels) {
      long[] classes = new long[labels.length];
      for (int i = 0; i < classes.length; i++) {
        classes[i] = labels[i];
      }
      NDArray wanted = logits.getManager().create(classes).reshape(-1, 1);
      return logits.logSoftmax(1).gather(wanted, 1).mean().neg();
    }
  }

  int size() {
    return images.size();
  }

  int classes() {
    return images.classes();
  }

  int steps() {
    return (images.size() + batchSize - 1) / batchSize;
  }

  /** The batch of a step in an order of all images. */
  Batch batch(int[] order, int step, NDManager manager) {
    int from = step * batchSize;
    int[] labels = new int[Math.min(images.size(), from + batchSize) - from];
    for (int i = 0; i < labels.length; i++) {
      images.copyImage(order[from + i], image);
      buffer.put(image);
      labels[i] = images.label(order[from + i]);
    }
    return new Batch(buffer.drain(manager), labels);
  }
}
