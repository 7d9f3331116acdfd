package cbd.training.defense;

import cbd.domain.Defense;
import cbd.training.network.FeatureNetwork;

/** CBD; its body follows within the hour. */
final class CbdTrainer implements DefenseTrainer {
  CbdTrainer(Defense.Cbd settings) {}

  @Override
  public FeatureNetwork train(Lesson lesson) {
    throw new UnsupportedOperationException("published early; its body follows within the hour");
  }
}
