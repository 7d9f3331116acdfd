package cbd.training.defense;

/** What images weighed in an epoch's loss. Immutable. */
public final class ImageWeights {
  private final int[] images;
  private final float[] weights;

  /**
   * @param images their indices in the training set
   * @param weights of the same images
   */
  ImageWeights(int[] images, float[] weights) {
    if (images.length != weights.length) {
      throw new IllegalArgumentException(
          images.length + " images cannot have " + weights.length + " weights");
    }
    this.images = images.clone();
    this.weights = weights.clone();
  }

  /** Images that were weighed. */
  public int size() {
    return images.length;
  }

  /** Index in the training set of the i-th image. */
  public int image(int i) {
    return images[i];
  }

  /** Weight of the i-th image. */
  public float weight(int i) {
    return weights[i];
  }
}
