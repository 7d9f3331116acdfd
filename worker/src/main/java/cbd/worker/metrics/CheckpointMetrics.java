package cbd.worker.metrics;

import cbd.metrics.LabelCap;
import cbd.metrics.Meters;
import cbd.training.checkpoint.CheckpointEvent;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A worker's metrics of its checkpoints. Thread-safe. */
public final class CheckpointMetrics {
  private final LabelCap slots;
  private final LongSupplier nanos;
  private final Counter kept;
  private final Counter failures;
  private final Counter resumptions;
  private final Gauge bytes;
  private final Gauge seconds;
  private final Gauge age;

  /** When each slot that works last kept how far it is, or began. */
  private final Map<Integer, Long> last = new ConcurrentHashMap<>();

  /**
   * @param slots that have series of their own
   * @param nanos a clock that goes on evenly, as {@link System#nanoTime}
   */
  CheckpointMetrics(Meters meters, LabelCap slots, LongSupplier nanos) {
    this.slots = slots;
    this.nanos = nanos;
    kept = meters.counter("cbd_worker_checkpoints_total");
    failures = meters.counter("cbd_worker_checkpoint_failures_total");
    resumptions = meters.counter("cbd_worker_resumptions_total");
    bytes = meters.gauge("cbd_worker_checkpoint_bytes");
    seconds = meters.gauge("cbd_worker_checkpoint_seconds");
    age = meters.gauge("cbd_worker_checkpoint_age_seconds");
  }

  /** A slot began an attempt, or has none any more. */
  public void working(int slot, boolean working) {
    if (working) {
      last.put(slot, nanos.getAsLong());
    } else {
      last.remove(slot);
    }
    age.setChild(
        new Gauge.Child() {
          @Override
          public double get() {
            Long since = last.get(slot);
            return since == null ? 0 : (nanos.getAsLong() - since) / 1e9;
          }
        },
        slots.of(Integer.toString(slot)));
  }

  /** One could not be kept, here or at the coordinator. */
  public void notKept() {
    failures.inc();
  }

  /** What became of a slot's checkpoint. */
  public void told(int slot, CheckpointEvent event) {
    if (event instanceof CheckpointEvent.Kept one) {
      kept.inc();
      bytes.set((double) one.bytes());
      seconds.set(one.seconds());
      last.replace(slot, nanos.getAsLong());
    } else if (event instanceof CheckpointEvent.Failed) {
      notKept();
    } else if (event instanceof CheckpointEvent.Resumed) {
      resumptions.inc();
    }
  }
}
