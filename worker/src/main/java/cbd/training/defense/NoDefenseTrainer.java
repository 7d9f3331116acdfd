package cbd.training.defense;

import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.domain.Seeds.Stream;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Networks;
import cbd.training.optimizer.NesterovSgd;
import cbd.training.optimizer.Optimizer;

/** No defense: plain mean cross-entropy over all images. */
final class NoDefenseTrainer implements DefenseTrainer {

  @Override
  public FeatureNetwork train(Lesson lesson) {
    TrialSpec spec = lesson.spec();
    Training training = spec.training();
    FeatureNetwork network =
        Networks.create(
            lesson.manager(),
            spec.model(),
            spec.dataset().classes(),
            new Seeds(spec).of(Stream.FINAL_INIT));
    boolean trained = false;
    try (Optimizer sgd = NesterovSgd.of(lesson.manager(), network.parameters().flat(), training)) {
      long steps = (long) training.epochs() * lesson.batches().steps();
      Step step = new PlainStep(network, sgd, training::learningRateAt);
      new EpochLoop(lesson, steps).train(Phase.FINAL, training.epochs(), network, null, step);
      trained = true;
      return network;
    } finally {
      if (!trained) {
        network.close();
      }
    }
  }
}
