package cbd.training.defense;

import ai.djl.ndarray.NDArray;

/** The loss of a classifier. */
final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * −log softmax at the label.
   *
   * @param logits [n, classes]
   * @param labels [n], int64
   * @return [n]
   */
  static NDArray perImage(NDArray logits, NDArray labels) {
    // One of each row: where one was taken twice, a GPU would add up its gradient in any order.
    return logits.logSoftmax(1).gather(labels.reshape(-1, 1), 1).reshape(-1).neg();
  }
}
