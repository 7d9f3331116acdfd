package cbd.training.trial;

import ai.djl.ndarray.NDManager;
import cbd.domain.Scores;
import cbd.domain.Seeds;
import cbd.domain.TrialSpec;
import cbd.training.attack.AttackContext;
import cbd.training.attack.Poisoner;
import cbd.training.attack.Poisoners;
import cbd.training.attack.TriggeredSet;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.engine.TrainingEngine;
import cbd.training.evaluation.Evaluation;
import cbd.training.model.NetworkFile;
import cbd.training.model.SafetensorsFile;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Networks;
import java.io.IOException;

/** Measures a network from a file as a trial measures its own. */
public final class ModelEvaluation {
  private ModelEvaluation() {}

  /**
   * Measures.
   *
   * @param spec data set, test images, network and attack; the rest is not read, but that the
   *     attack draws from {@code repeat} what it draws at random
   * @throws cbd.training.model.MalformedModelException when the file does not fit the network
   * @throws cbd.training.data.DataUnavailableException when the images cannot be had
   * @throws IllegalArgumentException when the machine does not have the device
   */
  public static Scores of(SafetensorsFile file, TrialSpec spec, RunSettings settings)
      throws IOException {
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    try (NDManager manager = engine.newManager(settings.device());
        FeatureNetwork network =
            Networks.create(manager, spec.model(), spec.dataset().classes(), 0)) {
      NetworkFile.read(file, network, manager);
      ImageSet train =
          Datasets.load(spec.dataset(), Split.TRAIN, spec.usedTrainImages(), settings.dataDir());
      ImageSet test =
          Datasets.load(spec.dataset(), Split.TEST, spec.usedTestImages(), settings.dataDir());
      long seed = new Seeds(spec).poison();
      Poisoner poisoner =
          Poisoners.of(spec.attack(), new AttackContext(train, seed, settings.dataDir()));
      TriggeredSet triggered = TriggeredSet.of(test, spec.attack(), poisoner);
      return Evaluation.of(manager, network, test, triggered, () -> {});
    }
  }
}
