package cbd.training.trial;

import ai.djl.ndarray.NDManager;
import cbd.domain.AttackPicture;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
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
import cbd.training.checkpoint.Checkpoints;
import cbd.training.checkpoint.UnusableCheckpointException;
import cbd.training.data.Datasets;
import cbd.training.data.ImageSet;
import cbd.training.data.Split;
import cbd.training.defense.BackdooredModels;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DefenseTrainers;
import cbd.training.defense.TrainingStopped;
import cbd.training.engine.TrainingEngine;
import cbd.training.evaluation.Evaluation;
import cbd.training.network.FeatureNetwork;
import cbd.training.picture.ContactSheet;
import cbd.training.stage.StageStore;
import cbd.training.stage.StageUse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one trial from its spec to its outcome: load, poison, train, measure.
 *
 * <p>The same spec gives the same numbers, bit for bit, on the same model of device, of a CPU with
 * one thread. What is reported is the last epoch's measurement, never the best one's. Thread-safe:
 * each call works for itself.
 */
public final class TrialRunner {
  private static final Logger log = LoggerFactory.getLogger(TrialRunner.class);

  private final InstantSource clock;
  private final BiFunction<ImageSet, TriggeredSet, Optional<AttackPicture>> drawing;

  public TrialRunner(InstantSource clock) {
    this(clock, ContactSheet::of);
  }

  /**
   * @param drawing makes a picture of the test images as they are and with the trigger
   */
  TrialRunner(
      InstantSource clock, BiFunction<ImageSet, TriggeredSet, Optional<AttackPicture>> drawing) {
    this.clock = clock;
    this.drawing = drawing;
  }

  /** Runs a trial on this thread; every way it can end, other than a crash, is an outcome. */
  public TrialOutcome run(TrialSpec spec, RunSettings settings, TrialListener listener) {
    Instant start = clock.instant();
    try {
      return train(spec, settings, listener, start);
    } catch (RuntimeException | OutOfMemoryError e) {
      TrialOutcome outcome = Endings.of(e);
      if (outcome instanceof TrialOutcome.Failed failed) {
        tell(failed, e);
      }
      return outcome;
    }
  }

  /** What a person can mend is said in a sentence; where in the code it was found helps nobody. */
  private static void tell(TrialOutcome.Failed failed, Throwable thrown) {
    switch (failed.failure()) {
      case BAD_SPEC, DATA_UNAVAILABLE, RUNNER_UNREACHABLE, DIVERGED ->
          log.debug("Trial failed. failure={}", failed.failure(), thrown);
      default ->
          log.error(
              "Trial failed. failure={} message={}", failed.failure(), failed.message(), thrown);
    }
  }

  private TrialOutcome train(
      TrialSpec spec, RunSettings settings, TrialListener listener, Instant start) {
    listener.onPreparation("starting the engine");
    Seeds seeds = new Seeds(spec);
    TrainingEngine engine = TrainingEngine.start(settings.threads());
    String circumstances = Origin.circumstances(settings, engine.version());
    List<StageUse> uses = new ArrayList<>();
    StageStore stages = stages(settings, listener, uses);
    // The device before the data: finding out that it is not there must not take minutes.
    try (NDManager manager = managerOn(settings.device(), engine)) {
      ImageSet train = load(spec, Split.TRAIN, spec.usedTrainImages(), settings, listener);
      ImageSet test = load(spec, Split.TEST, spec.usedTestImages(), settings, listener);
      Workshop workshop =
          new Workshop(manager, stages, circumstances, progress -> tell(listener, progress));
      SharedAttack attack =
          new SharedAttack(
              spec.attack(),
              new AttackContext(train, seeds.poison(), settings.dataDir(), workshop),
              workshop);
      listener.onPreparation("poisoning the training images");
      PoisonedSet poisoned = attack.poison();
      listener.onPreparation("triggering the test images");
      TriggeredSet triggered = attack.trigger(test);
      log.info(
          "Training set poisoned. images={} {} triggeredTestImages={}",
          train.size(),
          poisoned.report(),
          triggered.images().size());
      picture(test, triggered, listener);
      Provenance provenance = Origin.of(settings, engine.version(), train, test, poisoned);
      KeptModels models = new KeptModels(spec, settings, provenance, test.contentHash());
      listener.onPreparation("preparing the first epoch");
      // Freed with the manager.
      Evaluation evaluation = new Evaluation(manager, test, triggered);
      Measuring measuring =
          new Measuring(evaluation, poisoned, models, listener, new Elapsed(clock, start), uses);
      String data =
          String.join(
              " ",
              Integer.toString(train.size()),
              Integer.toString(test.size()),
              provenance.dataHash(),
              // The pixels, as a picture or a trained trigger may have changed under its name.
              poisoned.images().contentHash(),
              triggered.images().contentHash());
      BackdooredModels backdoored =
          new SharedBackdooredModels(stages, spec, data + " " + circumstances, measuring);
      Checkpoints checkpoints =
          Checkpoints.of(
              settings.checkpoints(),
              Origin.identity(spec, settings, engine.version(), data, provenance),
              measuring,
              clock,
              listener::onCheckpoint);
      ImageBatches batches =
          new ImageBatches(
              poisoned.images(),
              spec.training().augmentation(),
              spec.training().batchSize(),
              seeds);
      Lesson lesson = new Lesson(manager, spec, batches, measuring, clock, backdoored, checkpoints);
      try (FeatureNetwork network = trained(lesson)) {
        models.keep(Phase.FINAL, network, measuring.finalScores());
        return new TrialOutcome.Succeeded(
            new TrialResult(
                measuring.finalScores(),
                measuring.elapsed(),
                provenance.after(
                    measuring.imagesPerSecond(),
                    models.files(),
                    measuring.reusedStages(),
                    checkpoints.resumptions())));
      }
    }
  }

  /** For people alone: draws nothing random, and without it the trial goes on. */
  private void picture(ImageSet test, TriggeredSet triggered, TrialListener listener) {
    try {
      drawing.apply(test, triggered).ifPresent(listener::onPicture);
    } catch (RuntimeException e) {
      log.warn("No picture of the attack could be drawn; the trial goes on without.", e);
    }
  }

  /** From the furthest checkpoint that serves, or from scratch. */
  private static FeatureNetwork trained(Lesson lesson) {
    while (true) {
      try {
        return DefenseTrainers.of(lesson.spec().defense()).train(lesson);
      } catch (UnusableCheckpointException e) {
        log.warn("A checkpoint is of no use and was removed; training begins anew.", e);
      }
    }
  }

  private static ImageSet load(
      TrialSpec spec, Split split, int n, RunSettings settings, TrialListener listener) {
    String images = split == Split.TRAIN ? "training images" : "test images";
    Runnable signOfLife = () -> listener.onPreparation("reading the " + images);
    signOfLife.run();
    return Datasets.load(
        spec.dataset(), split, n, settings.dataDir(), settings.cacheDir(), signOfLife);
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
}
