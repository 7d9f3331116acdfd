package cbd.training.trial;

import ai.djl.ndarray.NDManager;
import cbd.domain.Scores;
import cbd.domain.Seeds;
import cbd.domain.TrialSpec;
import cbd.training.attack.AttackContext;
import cbd.training.attack.SharedAttack;
import cbd.training.attack.TriggeredSet;
import cbd.training.attack.Workshop;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.engine.TrainingEngine;
import cbd.training.evaluation.Evaluation;
import cbd.training.model.NetworkFile;
import cbd.training.model.SafetensorsFile;
import cbd.training.network.FeatureNetwork;
import cbd.training.network.Networks;
import cbd.training.stage.StageStore;
import java.io.IOException;
import java.time.InstantSource;

/** Measures a network from a file as a trial measures its own. */
public final class ModelEvaluation {
  private ModelEvaluation() {}

  /**
   * A measurement.
   *
   * @param images clean test images
   * @param triggered of them those that got the trigger and count for ASR and RA
   * @param hash of the clean ones' content
   */
  public record Measured(Scores scores, int images, int triggered, String hash) {}

  /**
   * Measures.
   *
   * @param spec data set, test images, network and attack; the rest is not read, but that the
   *     attack draws from {@code repeat} what it draws at random
   * @param settings with the stages in which the work of an attacker who trains is found or kept
   * @param clock for when a stage was last used
   * @throws cbd.training.model.MalformedModelException when the file does not fit the network
   * @throws cbd.training.data.DataUnavailableException when the images cannot be had
   * @throws IllegalArgumentException when the machine does not have the device
   */
  public static Measured of(
      SafetensorsFile file, TrialSpec spec, RunSettings settings, InstantSource clock)
      throws IOException {
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    try (NDManager manager = engine.newManager(settings.device());
        FeatureNetwork network =
            Networks.create(
                manager,
                spec.model(),
                spec.dataset().classes(),
                spec.training().normalization(),
                0)) {
      NetworkFile.read(file, network, manager);
      ImageSet train = load(spec, Split.TRAIN, spec.usedTrainImages(), settings);
      ImageSet test = load(spec, Split.TEST, spec.usedTestImages(), settings);
      Workshop workshop =
          new Workshop(
              manager,
              StageStore.of(settings.stages(), clock, use -> {}),
              Origin.circumstances(settings, engine.version()),
              progress -> {});
      long seed = new Seeds(spec).poison();
      AttackContext context = new AttackContext(train, seed, settings.dataDir(), workshop);
      TriggeredSet triggered = new SharedAttack(spec.attack(), context, workshop).trigger(test);
      return new Measured(
          Evaluation.of(manager, network, test, triggered, () -> {}),
          test.size(),
          triggered.images().size(),
          test.contentHash());
    }
  }

  private static ImageSet load(TrialSpec spec, Split split, int n, RunSettings settings) {
    return Datasets.load(spec.dataset(), split, n, settings.dataDir(), settings.cacheDir());
  }
}
