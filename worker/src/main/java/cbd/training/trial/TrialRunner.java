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
import cbd.training.attack.SharedAttack;
import cbd.training.attack.TriggeredSet;
import cbd.training.attack.Workshop;
import cbd.training.augment.ImageBatches;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.defense.BackdooredModels;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DefenseTrainers;
import cbd.training.defense.TrainingListener;
import cbd.training.defense.TrainingStopped;
import cbd.training.engine.TrainingEngine;
import cbd.training.evaluation.Evaluation;
import cbd.training.network.FeatureNetwork;
import cbd.training.stage.StageStore;
import cbd.training.stage.StageUse;
import cbd.training.trial.SharedBackdooredModels.EpochJournal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
    ImageSet train = load(spec, Split.TRAIN, spec.usedTrainImages(), settings);
    ImageSet test = load(spec, Split.TEST, spec.usedTestImages(), settings);
    Seeds seeds = new Seeds(spec);
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    String circumstances = Origin.circumstances(settings, engine.version());
    List<StageUse> uses = new ArrayList<>();
    StageStore stages = stages(settings, listener, uses);
    try (NDManager manager = managerOn(settings.device(), engine)) {
      Workshop workshop =
          new Workshop(manager, stages, circumstances, progress -> tell(listener, progress));
      SharedAttack attack =
          new SharedAttack(
              spec.attack(),
              new AttackContext(train, seeds.poison(), settings.dataDir(), workshop),
              workshop);
      PoisonedSet poisoned = attack.poison();
      TriggeredSet triggered = attack.trigger(test);
      log.info(
          "Training set poisoned. images={} {} triggeredTestImages={}",
          train.size(),
          poisoned.report(),
          triggered.images().size());
      Provenance provenance = Origin.of(settings, engine.version(), train, test, poisoned);
      KeptModels models = new KeptModels(spec, settings, provenance);
      // Freed with the manager.
      Evaluation evaluation = new Evaluation(manager, test, triggered);
      Measuring measuring = new Measuring(evaluation, poisoned, models, listener);
      BackdooredModels backdoored =
          new SharedBackdooredModels(
              stages,
              spec,
              String.join(
                  " ",
                  Integer.toString(train.size()),
                  Integer.toString(test.size()),
                  provenance.dataHash(),
                  // The pixels, as a picture or a trained trigger may have changed under its name.
                  poisoned.images().contentHash(),
                  triggered.images().contentHash(),
                  circumstances),
              measuring);
      ImageBatches batches =
          new ImageBatches(
              poisoned.images(),
              spec.training().augmentation(),
              spec.training().batchSize(),
              seeds);
      Lesson lesson = new Lesson(manager, spec, batches, measuring, clock, backdoored);
      try (FeatureNetwork network = DefenseTrainers.of(spec.defense()).train(lesson)) {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        models.keep(Phase.FINAL, network, measuring.finalScores());
        return new TrialOutcome.Succeeded(
            new TrialResult(
                measuring.finalScores(),
                seconds,
                provenance.after(measuring.imagesPerSecond(), models.files(), reused(uses))));
      }
    }
  }

  private static ImageSet load(TrialSpec spec, Split split, int n, RunSettings settings) {
    return Datasets.load(spec.dataset(), split, n, settings.dataDir(), settings.cacheDir());
  }

  private StageStore stages(RunSettings settings, TrialListener listener, List<StageUse> uses) {
    return StageStore.of(
        settings.stages(),
        clock,
        use -> {
          uses.add(use);
          listener.onStage(use);
        });
  }

  private static List<String> reused(List<StageUse> uses) {
    return uses.stream().filter(StageUse::reused).map(use -> use.kind().word()).toList();
  }

  private static void tell(TrialListener listener, Progress progress) {
    if (!listener.onProgress(progress)) {
      throw new TrainingStopped("training was asked to stop before it began");
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
  private static final class Measuring implements TrainingListener, EpochJournal {
    private final Evaluation evaluation;
    private final PoisonedSet poisoned;
    private final KeptModels models;
    private final TrialListener listener;
    private final List<EpochMetrics> measured = new ArrayList<>();
    private @Nullable Scores last;
    private Progress reached = new Progress(Phase.ATTACK, 1, 1, 0, 1, 0);
    private long images;
    private double seconds;

    Measuring(
        Evaluation evaluation, PoisonedSet poisoned, KeptModels models, TrialListener listener) {
      this.evaluation = evaluation;
      this.poisoned = poisoned;
      this.models = models;
      this.listener = listener;
    }

    @Override
    public boolean onStep(Progress progress) {
      reached = progress;
      return listener.onProgress(progress);
    }

    /** A long evaluation is no hang, and may be stopped within one batch like training. */
    @Override
    public void stillWanted() {
      if (!listener.onProgress(reached)) {
        throw new TrainingStopped("training was asked to stop while it was measured");
      }
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {
      FeatureNetwork network = epoch.network();
      Scores scores = evaluation.of(network, this::stillWanted);
      images += epoch.images();
      seconds += epoch.seconds();
      if (epoch.phase() == Phase.FINAL) {
        last = scores;
      } else {
        // Nobody says which epoch is the last one of a phase: each one's file replaces the one
        // before.
        models.keep(epoch.phase(), epoch.network(), scores);
      }
      tell(
          new EpochMetrics(
              epoch.phase(),
              epoch.epoch(),
              epoch.loss(),
              scores,
              epoch.seconds(),
              epoch.images(),
              WeightSplit.of(epoch.observations(), poisoned::isPoisoned)));
    }

    @Override
    public List<EpochMetrics> of(Phase phase) {
      return measured.stream().filter(epoch -> epoch.phase() == phase).toList();
    }

    @Override
    public void replay(List<EpochMetrics> epochs, FeatureNetwork network) {
      epochs.forEach(this::tell);
      EpochMetrics end = epochs.get(epochs.size() - 1);
      models.keep(end.phase(), network, end.scores());
    }

    private void tell(EpochMetrics epoch) {
      measured.add(epoch);
      listener.onEpoch(epoch);
    }

    double imagesPerSecond() {
      return seconds == 0 ? 0 : images / seconds;
    }

    Scores finalScores() {
      if (last == null) {
        throw new IllegalStateException("the trainer finished without an epoch of phase FINAL");
      }
      return last;
    }
  }
}
