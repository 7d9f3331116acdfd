package cbd.coordinator.plan;

import cbd.coordinator.forecast.ImageCounts;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/**
 * Bytes on disks, estimated. Checkpoints are left out: they come and go while trials run, and have
 * budgets of their own.
 *
 * @param store the coordinator's: rows and history of all trials
 * @param stages one worker's, if it met every shared stage; never more than its budget
 * @param models one worker's networks of safetensors files, if it trained all trials that are left
 */
public record Disk(double store, double stages, double models) {
  static final Disk NOTHING = new Disk(0, 0, 0);

  /** Networks that a worker keeps unless it was started with another {@code --keep-models}. */
  private static final int KEPT_MODELS = 200;

  /** Rows and history of one measured epoch and of a trial besides, as a store was seen to grow. */
  private static final double EPOCH_BYTES = 1_000;

  private static final double TRIAL_BYTES = 4_000;

  private static final int CHANNELS = 3;

  static Disk ofTrial(TrialSpec spec) {
    int epochs = spec.training().epochs();
    if (spec.defense() instanceof Defense.Cbd cbd) {
      epochs += cbd.t1();
    }
    return new Disk(TRIAL_BYTES + epochs * EPOCH_BYTES, 0, 0);
  }

  /**
   * The training images that the attacker changed and the triggered test images, a byte for each
   * pixel and channel.
   */
  static Disk ofPoisonedSet(TrialSpec spec) {
    ImageCounts images = ImageCounts.of(spec);
    Attack attack = spec.attack();
    boolean ofOneClass = attack.cleanLabel() && attack.rateOf() == Attack.RateOf.TARGET_CLASS;
    double drawnFrom = ofOneClass ? images.train() / spec.dataset().classes() : images.train();
    double changed = attack.poisonRate() * drawnFrom * (1 + attack.crossRatio());
    double pixels = (double) CHANNELS * spec.dataset().height() * spec.dataset().width();
    return new Disk(0, pixels * (changed + images.test()), 0);
  }

  /** The backdoored model that trials share. */
  static Disk ofSharedModel(TrialSpec spec) {
    return new Disk(0, network(spec), 0);
  }

  /** The network that a trial leaves. */
  static Disk ofResult(TrialSpec spec) {
    return new Disk(0, 0, network(spec));
  }

  /** Of the trial's architecture: a float for each weight, normalisation left out. */
  private static double network(TrialSpec spec) {
    Architecture model = spec.model();
    double in = model.stemWidth();
    double weights = 0;
    for (int stage = 0; stage < model.blocks().size(); stage++) {
      double out = (double) model.firstWidth() * (1 << stage);
      weights += 9 * in * out + 9 * out * out * (2 * model.blocks().get(stage) - 1);
      in = out;
    }
    return Float.BYTES * (weights + in * spec.dataset().classes());
  }

  Disk and(Disk other) {
    return new Disk(store + other.store, stages + other.stages, models + other.models);
  }

  /**
   * With as many networks as a worker keeps, the newest: these are taken to be of mean size.
   *
   * @param results that left one
   */
  Disk keeping(int results) {
    return new Disk(
        store, stages, models * Math.min(1, (double) KEPT_MODELS / Math.max(1, results)));
  }
}
