package cbd.training.network;

/** The layers of a network in their order, without the numbers in them. Immutable. */
public interface Body {

  /**
   * What flows out of a network.
   *
   * @param embedding [n, embeddingWidth]
   * @param logits [n, classes]
   */
  record Features<T>(T embedding, T logits) {}

  /**
   * Goes through the layers.
   *
   * @param images [n, 3, height, width]
   */
  <T> Features<T> apply(Ops<T> ops, T images);

  /** Components of the embedding. */
  int embeddingWidth();
}
