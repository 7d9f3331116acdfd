package cbd.training.defense;

import cbd.training.network.FeatureNetwork;

/** No defense: plain mean cross-entropy over all images. */
final class NoDefenseTrainer implements DefenseTrainer {
  @Override
  public FeatureNetwork train(Lesson lesson) {
    throw new UnsupportedOperationException("published early; its body follows within the hour");
  }
}
