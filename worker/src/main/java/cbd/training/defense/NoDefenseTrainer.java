package cbd.training.defense;

import cbd.domain.Phase;
import cbd.domain.Seeds;
import cbd.domain.Seeds.Stream;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.training.checkpoint.Savable;
import cbd.training.checkpoint.Savables;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.LayeredNetwork;
import cbd.training.network.Networks;
import cbd.training.optimizer.NesterovSgd;

/** No defense: plain mean cross-entropy over all images. */
final class NoDefenseTrainer implements DefenseTrainer {

  @Override
  public FeatureNetwork train(Lesson lesson) {
    TrialSpec spec = lesson.spec();
    Training training = spec.training();
    LayeredNetwork network =
        Networks.create(
            lesson.manager(),
            spec.model(),
            spec.dataset().classes(),
            spec.training().normalization(),
            new Seeds(spec).of(Stream.FINAL_INIT));
    boolean trained = false;
    try (NesterovSgd sgd = NesterovSgd.of(lesson.manager(), network.parameters().flat(), training);
        Steps steps = Steps.of(lesson)) {
      long total = (long) training.epochs() * lesson.batches().steps();
      Walker walker = steps.plain(network, sgd, training::learningRateAt);
      Savable state = Savable.all(Savables.network(network), Savables.optimizer(sgd));
      new EpochLoop(lesson, total)
          .train(Phase.FINAL, training.epochs(), network, null, walker, state);
      trained = true;
      return network;
    } finally {
      if (!trained) {
        network.close();
      }
    }
  }
}
