package cbd.training.defense;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import cbd.training.script.StepMethods;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Divides the time of one step among its parts. A device computes while the host is further ahead
 * already: each mark waits for what was computed up to it, which changes no number. Used once; one
 * that is off waits for nothing.
 */
final class StepClock {
  /** Of most steps no time is taken. */
  static final StepClock OFF = new StepClock(null);

  /** What a step does once its batch is made. */
  enum Part {
    /** Forward passes, and the losses. */
    FORWARD,
    /** The gradient of what is minimised. */
    BACKWARD,
    /** The update of the parameters, and of what is kept with them. */
    OPTIMIZER
  }

  private final @Nullable LongSupplier nanos;
  private final Map<Part, Long> parts = new EnumMap<>(Part.class);
  private long last;
  private @Nullable NDArray moments;

  private StepClock(@Nullable LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A clock that runs from now on. */
  static StepClock started(LongSupplier nanos) {
    StepClock clock = new StepClock(nanos);
    clock.last = nanos.getAsLong();
    return clock;
  }

  /** What has passed since the mark before belongs to this part. */
  void mark(Part part, NDArray computed) {
    if (nanos != null) {
      waitFor(computed);
      long now = nanos.getAsLong();
      parts.merge(part, now - last, Long::sum);
      last = now;
    }
  }

  /** Where a program notes its {@link StepMethods#MOMENTS moments}; empty when the clock is off. */
  NDArray moments(NDManager step) {
    NDManager host = step.newSubManager(Device.cpu());
    NDArray array = host.zeros(new Shape(nanos == null ? 0 : Part.values().length), DataType.INT64);
    moments = nanos == null ? null : array;
    return array;
  }

  /**
   * The whole step, which is done.
   *
   * @param data seconds, as {@link StepTime} has them
   * @param loss of the step
   */
  StepTime time(double data, NDArray loss) {
    mark(moments == null ? Part.OPTIMIZER : Part.FORWARD, loss);
    if (moments != null) {
      // A program's clock may count from another moment than ours: its differences are moved.
      long[] noted = moments.toLongArray();
      move(Part.BACKWARD, noted[1] - noted[0]);
      move(Part.OPTIMIZER, noted[2] - noted[1]);
    }
    return new StepTime(
        data, seconds(Part.FORWARD), seconds(Part.BACKWARD), seconds(Part.OPTIMIZER));
  }

  private void move(Part part, long passed) {
    parts.merge(Part.FORWARD, -passed, Long::sum);
    parts.merge(part, passed, Long::sum);
  }

  private double seconds(Part part) {
    return parts.getOrDefault(part, 0L) / 1e9;
  }

  /** Waits until an array is computed. */
  static void waitFor(NDArray array) {
    try (NDArray row = array.reshape(-1);
        NDArray first = row.get(0)) {
      var unused = first.toFloatArray();
    }
  }
}
