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
    return logits.logSoftmax(1).gather(labels.reshape(-1, 1), 1).reshape(-1).neg();
  }
}
