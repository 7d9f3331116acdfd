package cbd.coordinator.plan;

import cbd.coordinator.forecast.ImageCounts;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/**
 * Bytes on disks, estimated.
 *
 * @param store the coordinator's: rows and history of all trials
 * @param stages one worker's, if it met every shared stage; never more than its budget
 */
public record Disk(double store, double stages) {
  static final Disk NOTHING = new Disk(0, 0);

  /** Rows and history of one measured epoch and of a trial besides, as a store was seen to grow. */
  private static final double EPOCH_BYTES = 1_000;

  private static final double TRIAL_BYTES = 4_000;

  private static final int CHANNELS = 3;

  static Disk ofTrial(TrialSpec spec) {
    int epochs = spec.training().epochs();
    if (spec.defense() instanceof Defense.Cbd cbd) {
      epochs += cbd.t1();
    }
    return new Disk(TRIAL_BYTES + epochs * EPOCH_BYTES, 0);
  }

  /**
   * Its training images and the triggered test images, a byte for each pixel and channel. The
   * models that are shared as well weigh little beside them.
   */
  static Disk ofPoisonedSet(TrialSpec spec) {
    double pixels = (double) CHANNELS * spec.dataset().height() * spec.dataset().width();
    ImageCounts images = ImageCounts.of(spec);
    return new Disk(0, pixels * ((double) images.train() + images.test()));
  }

  Disk and(Disk other) {
    return new Disk(store + other.store, stages + other.stages);
  }
}
