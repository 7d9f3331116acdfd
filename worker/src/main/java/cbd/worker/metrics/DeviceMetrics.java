package cbd.worker.metrics;

import cbd.metrics.FreshGauge;
import cbd.metrics.LabelCap;
import cbd.metrics.Meters;
import cbd.metrics.Sampler;
import cbd.training.gpu.NvidiaSmi;
import io.prometheus.client.Info;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;

/** A worker's metrics of the GPUs that its slots are shares of. Thread-safe. */
public final class DeviceMetrics {
  private static final Duration PAUSE = Duration.ofSeconds(15);

  private final LabelCap slots;
  private final Info info;
  private final FreshGauge memoryUsed;
  private final FreshGauge memorySize;
  private final FreshGauge utilization;
  private final FreshGauge temperature;
  private final FreshGauge power;
  private final FreshGauge slotMemory;

  private record Share(String device, String gpu) {}

  private final Map<Integer, Share> shares = new ConcurrentHashMap<>();

  /**
   * @param slots that have series of their own
   * @param nanos a clock that goes on evenly, as {@link System#nanoTime}
   */
  DeviceMetrics(Meters meters, LabelCap slots, LongSupplier nanos) {
    this.slots = slots;
    info = meters.info("cbd_worker_slot_device_info", "slot");
    memoryUsed = meters.freshGauge("cbd_worker_device_memory_used_bytes", nanos);
    memorySize = meters.freshGauge("cbd_worker_device_memory_size_bytes", nanos);
    utilization = meters.freshGauge("cbd_worker_device_utilization_ratio", nanos);
    temperature = meters.freshGauge("cbd_worker_device_temperature_celsius", nanos);
    power = meters.freshGauge("cbd_worker_device_power_watts", nanos);
    slotMemory = meters.freshGauge("cbd_worker_slot_device_memory_bytes", nanos);
  }

  /**
   * A slot is a share of this device.
   *
   * @param gpu its number or UUID, as {@code CUDA_VISIBLE_DEVICES} has it; empty: it is none
   */
  void slotOn(int slot, String device, String gpu) {
    String[] word = slots.of(Integer.toString(slot));
    if (!word[0].equals(LabelCap.OTHER)) {
      shares.put(slot, new Share(device, gpu));
      info.labels(word).info("device", device);
    }
  }

  /**
   * Reads what the GPUs tell, until it is closed.
   *
   * @param pids process id of a slot's runner; 0 when there is none
   */
  public Sampler watch(IntToLongFunction pids) {
    return Sampler.start("gpus", PAUSE, () -> read(new GpuReadings(NvidiaSmi.INSTALLED), pids));
  }

  /** Asks nobody where no slot is on a GPU. */
  void read(GpuReadings program, IntToLongFunction pids) {
    if (shares.values().stream().allMatch(share -> share.gpu().isEmpty())) {
      return;
    }
    Map<String, GpuReadings.Reading> gpus = program.gpus();
    for (Share share : Set.copyOf(shares.values())) {
      if (!share.gpu().isEmpty()) {
        show(share.device(), gpus.getOrDefault(share.gpu(), GpuReadings.Reading.NONE));
      }
    }
    Map<Long, Double> processes = gpus.isEmpty() ? Map.of() : program.processes();
    for (int slot : Set.copyOf(shares.keySet())) {
      Double bytes = processes.get(pids.applyAsLong(slot));
      set(
          slotMemory,
          bytes == null ? OptionalDouble.empty() : OptionalDouble.of(bytes),
          Integer.toString(slot));
    }
  }

  private void show(String device, GpuReadings.Reading told) {
    set(memoryUsed, told.memoryUsed(), device);
    set(memorySize, told.memorySize(), device);
    set(utilization, told.utilization(), device);
    set(temperature, told.temperature(), device);
    set(power, told.power(), device);
  }

  private static void set(FreshGauge gauge, OptionalDouble value, String label) {
    if (value.isPresent()) {
      gauge.tell(value.getAsDouble(), label);
    } else {
      gauge.forget(label);
    }
  }
}
