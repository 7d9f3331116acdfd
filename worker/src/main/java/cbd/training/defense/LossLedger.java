package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of a pass. They are read from the device some steps at a time, since reading one makes
 * the host wait for all that was asked of the device before.
 */
final class LossLedger {
  private static final int STEPS_PER_READING = 32;

  private record Entry(NDArray loss, long images) {}

  private final NDManager manager;
  private final String what;
  private final Phase phase;
  private final int epoch;
  private final List<Entry> unread = new ArrayList<>();
  private int read;
  private double sum;
  private long images;

  /**
   * @param manager keeps the unread losses
   * @param what the losses' name in an error
   */
  LossLedger(NDManager manager, String what, Phase phase, int epoch) {
    this.manager = manager;
    this.what = what;
    this.phase = phase;
    this.epoch = epoch;
  }

  /**
   * Enters a step's loss.
   *
   * @throws DivergedException when this loss or one before it is not finite, at the latest 32 steps
   *     after it was
   */
  void add(NDArray loss, long imagesOfStep) {
    // Without its history, which holds the step's activations.
    NDArray kept = loss.stopGradient();
    kept.attach(manager);
    unread.add(new Entry(kept, imagesOfStep));
    if (unread.size() == STEPS_PER_READING) {
      settle();
    }
  }

  /**
   * Mean over the images.
   *
   * @throws DivergedException when a loss is not finite
   */
  double mean() {
    settle();
    return sum / images;
  }

  private void settle() {
    for (Entry entry : unread) {
      read++;
      try (NDArray loss = entry.loss()) {
        float value = loss.toFloatArray()[0];
        if (!Float.isFinite(value)) {
          throw new DivergedException(what, value, phase, epoch, read);
        }
        sum += (double) value * entry.images();
        images += entry.images();
      }
    }
    unread.clear();
  }
}
