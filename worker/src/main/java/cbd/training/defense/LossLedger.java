package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The losses of a pass. They are read from the device some steps at a time, since reading one makes
 * the host wait for all that was asked of the device before.
 */
final class LossLedger implements Savable {
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
   * Mean over the images; NaN without any.
   *
   * @throws DivergedException when a loss is not finite
   */
  double mean() {
    settle();
    return sum / images;
  }

  @Override
  public void write(DataOutputStream out) throws IOException {
    settle();
    out.writeInt(read);
    out.writeDouble(sum);
    out.writeLong(images);
  }

  @Override
  public void read(DataInputStream in) throws IOException {
    read = in.readInt();
    sum = in.readDouble();
    images = in.readLong();
  }

  /** Reads all at once, so that the device is waited for but once. */
  private void settle() {
    if (unread.isEmpty()) {
      return;
    }
    NDList losses = new NDList();
    unread.forEach(entry -> losses.add(entry.loss()));
    float[] values;
    try (NDArray together = NDArrays.stack(losses)) {
      values = together.toFloatArray();
    }
    losses.close();
    for (int i = 0; i < values.length; i++) {
      read++;
      if (!Float.isFinite(values[i])) {
        throw new DivergedException(what, values[i], phase, epoch, read);
      }
      sum += (double) values[i] * unread.get(i).images();
      images += unread.get(i).images();
    }
    unread.clear();
  }
}
