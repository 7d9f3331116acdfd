package cbd.training.network;

import cbd.domain.Normalization;
import cbd.training.network.Layout.Initial;

/**
 * A body that standardises its images first. The numbers lie among the network's statistics, so
 * that they go wherever the network goes.
 *
 * @param mean index of the means among the statistics, the deviations' is the next
 */
record Standardized(Body body, int mean) implements Body {

  /** The body itself where nothing is to be done. */
  static Body of(Body body, Normalization normalization, Layout statistics) {
    if (normalization instanceof Normalization.Standardize by) {
      int mean = statistics.add("normalization.mean", Initial.given(by.mean()), 1, 3, 1, 1);
      statistics.add("normalization.deviation", Initial.given(by.deviation()), 1, 3, 1, 1);
      return new Standardized(body, mean);
    }
    return body;
  }

  @Override
  public <T> Features<T> apply(Ops<T> ops, T images) {
    return body.apply(ops, ops.standardize(images, mean));
  }

  @Override
  public int embeddingWidth() {
    return body.embeddingWidth();
  }
}
