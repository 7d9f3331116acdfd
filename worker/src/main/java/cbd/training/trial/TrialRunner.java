package cbd.training.trial;

import ai.djl.ndarray.NDManager;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.Seeds;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.training.attack.AttackContext;
import cbd.training.attack.PoisonedSet;
import cbd.training.attack.Poisoner;
import cbd.training.attack.Poisoners;
import cbd.training.attack.TriggeredSet;
import cbd.training.augment.ImageBatches;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DefenseTrainers;
import cbd.training.defense.TrainingListener;
import cbd.training.defense.TrainingStopped;
import cbd.training.engine.TrainingEngine;
import cbd.training.evaluation.Evaluation;
import cbd.training.network.FeatureNetwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one trial from its spec to its outcome: load, poison, train, measure.
 *
 * <p>The same spec gives the same numbers, bit for bit, on the same device with one thread. What is
 * reported is the last epoch's measurement, never the best one's. Thread-safe: each call works for
 * itself.
 */
public final class TrialRunner {
  private static final Logger log = LoggerFactory.getLogger(TrialRunner.class);

  private final InstantSource clock;

  public TrialRunner(InstantSource clock) {
    this.clock = clock;
  }

  /** Runs a trial on this thread; every way it can end, other than a crash, is an outcome. */
  public TrialOutcome run(TrialSpec spec, RunSettings settings, TrialListener listener) {
    Instant start = clock.instant();
    try {
      return train(spec, settings, listener, start);
    } catch (RuntimeException | OutOfMemoryError e) {
      TrialOutcome outcome = Endings.of(e);
      if (outcome instanceof TrialOutcome.Failed failed) {
        log.error("Trial failed. failure={} message={}", failed.failure(), failed.message(), e);
      }
      return outcome;
    }
  }

  private TrialOutcome train(
      TrialSpec spec, RunSettings settings, TrialListener listener, Instant start) {
    ImageSet train =
        Datasets.load(spec.dataset(), Split.TRAIN, spec.usedTrainImages(), settings.dataDir());
    ImageSet test =
        Datasets.load(spec.dataset(), Split.TEST, spec.usedTestImages(), settings.dataDir());
    Seeds seeds = new Seeds(spec);
    Poisoner poisoner =
        Poisoners.of(spec.attack(), new AttackContext(train, seeds.poison(), settings.dataDir()));
    PoisonedSet poisoned = PoisonedSet.of(train, spec.attack(), poisoner, seeds.poison());
    TriggeredSet triggered = TriggeredSet.of(test, spec.attack(), poisoner);
    log.info(
        "Training set poisoned. images={} {} triggeredTestImages={}",
        train.size(),
        poisoned.report(),
        triggered.images().size());
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    Provenance provenance = Origin.of(settings, engine.version(), train, test, poisoned);
    try (NDManager manager = managerOn(settings.device(), engine);
        Evaluation evaluation = new Evaluation(manager, test, triggered)) {
      Measuring measuring = new Measuring(evaluation, poisoned, listener);
      ImageBatches batches =
          new ImageBatches(
              poisoned.images(),
              spec.training().augmentation(),
              spec.training().batchSize(),
              seeds);
      DefenseTrainers.of(spec.defense())
          .train(new Lesson(manager, spec, batches, measuring, clock))
          .close();
      double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
      return new TrialOutcome.Succeeded(
          new TrialResult(measuring.finalScores(), seconds, provenance));
    }
  }

  private static NDManager managerOn(String device, TrainingEngine engine) {
    try {
      return engine.newManager(device);
    } catch (IllegalArgumentException e) {
      throw new DeviceUnavailableException(e);
    }
  }

  /** Measures the network after each epoch and passes everything on. */
  private static final class Measuring implements TrainingListener {
    private final Evaluation evaluation;
    private final PoisonedSet poisoned;
    private final TrialListener listener;
    private @Nullable Scores last;
    private @Nullable Progress reached;

    Measuring(Evaluation evaluation, PoisonedSet poisoned, TrialListener listener) {
      this.evaluation = evaluation;
      this.poisoned = poisoned;
      this.listener = listener;
    }

    @Override
    public boolean onStep(Progress progress) {
      reached = progress;
      return listener.onProgress(progress);
    }

    /** A long evaluation is no hang, and may be stopped within one batch like training. */
    private void stillWanted() {
      if (reached != null && !listener.onProgress(reached)) {
        throw new TrainingStopped("training was asked to stop while it was measured");
      }
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {
      FeatureNetwork network = epoch.network();
      Scores scores = evaluation.of(network, this::stillWanted);
      if (epoch.phase() == Phase.FINAL) {
        last = scores;
      }
      listener.onEpoch(
          new EpochMetrics(
              epoch.phase(),
              epoch.epoch(),
              epoch.loss(),
              scores,
              epoch.seconds(),
              epoch.images(),
              WeightSplit.of(epoch.observations(), poisoned::isPoisoned)));
    }

    Scores finalScores() {
      if (last == null) {
        throw new IllegalStateException("the trainer finished without an epoch of phase FINAL");
      }
      return last;
    }
  }
}
