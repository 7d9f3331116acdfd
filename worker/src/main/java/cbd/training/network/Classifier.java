package cbd.training.network;

import cbd.training.network.Layout.Initial;

/**
 * A linear layer from embedding to logits, with PyTorch's first values: uniform in ±1/√in, the bias
 * as well.
 *
 * @param weight index of its weight, [classes, in]
 * @param bias index of its bias, [classes]
 */
record Classifier(int weight, int bias) {

  static Classifier add(Layout layout, String name, int in, int classes) {
    Initial initial = Initial.uniform(1 / StrictMath.sqrt(in));
    return new Classifier(
        layout.add(name + ".weight", initial, classes, in),
        layout.add(name + ".bias", initial, classes));
  }

  <T> T apply(Ops<T> ops, T embedding) {
    return ops.linear(embedding, weight, bias);
  }
}
