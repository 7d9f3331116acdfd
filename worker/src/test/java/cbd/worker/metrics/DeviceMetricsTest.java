package cbd.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.metrics.LabelCap;
import cbd.metrics.Meters;
import cbd.training.gpu.NvidiaSmi;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DeviceMetricsTest {
  private static final double MIB = 1 << 20;
  private static final String MEMORY = "cbd_worker_device_memory_used_bytes";

  @TempDir Path folder;

  private final CollectorRegistry registry = new CollectorRegistry();
  private final AtomicLong nanos = new AtomicLong();
  private final DeviceMetrics metrics =
      new DeviceMetrics(new Meters(registry, "worker"), new LabelCap(64, () -> {}), nanos::get);

  @Test
  void showsTheGpusOfItsSlotsOnly() {
    metrics.slotOn(0, "gpu:1", "1");
    metrics.slotOn(1, "gpu:1", "1");
    metrics.read(
        FakeNvidiaSmi.saying(
            folder, "0, GPU-a, 1, 9, 10, 20, 30\n1, GPU-b, 2, 9, 50, 60, 70", "77, 2"),
        slot -> slot == 1 ? 77 : 0);

    assertThat(value(MEMORY, "device", "gpu:1")).isEqualTo(2 * MIB);
    assertThat(value(MEMORY, "device", "gpu:0")).isNull();
    assertThat(value("cbd_worker_device_memory_size_bytes", "device", "gpu:1")).isEqualTo(9 * MIB);
    assertThat(value("cbd_worker_device_utilization_ratio", "device", "gpu:1")).isEqualTo(0.5);
    assertThat(value("cbd_worker_device_temperature_celsius", "device", "gpu:1")).isEqualTo(60);
    assertThat(value("cbd_worker_device_power_watts", "device", "gpu:1")).isEqualTo(70);
    assertThat(value("cbd_worker_slot_device_memory_bytes", "slot", "1")).isEqualTo(2 * MIB);
    assertThat(value("cbd_worker_slot_device_memory_bytes", "slot", "0")).isNull();
  }

  @Test
  void showsNothingThatIsNotToldAnyMore() {
    metrics.slotOn(0, "gpu:0", "0");
    metrics.read(FakeNvidiaSmi.saying(folder, "0, GPU-a, 1, 9, 10, 20, 30", ""), slot -> 0);
    assertThat(value(MEMORY, "device", "gpu:0")).isEqualTo(MIB);

    metrics.read(FakeNvidiaSmi.saying(folder, "0, GPU-a, [N/A], 9, 10, 20, 30", ""), slot -> 0);
    assertThat(value(MEMORY, "device", "gpu:0")).isNull();
    assertThat(value("cbd_worker_device_memory_size_bytes", "device", "gpu:0")).isEqualTo(9 * MIB);

    nanos.addAndGet(Duration.ofMinutes(3).toNanos()); // The program hangs.
    assertThat(value("cbd_worker_device_memory_size_bytes", "device", "gpu:0")).isNull();
  }

  @Test
  void asksNobodyWhereNoSlotIsOnAGpu() {
    metrics.slotOn(0, "cpu", "");
    Path asked = folder.resolve("asked");

    metrics.read(FakeNvidiaSmi.running(folder, "touch " + asked), slot -> 0);

    assertThat(asked).doesNotExist();
  }

  @Test
  void findsAGpuThatWasSharedOutByItsUuid() {
    metrics.slotOn(0, "gpu:0", "GPU-b");
    metrics.read(
        FakeNvidiaSmi.saying(folder, "0, GPU-a, 1, 9, 1, 1, 1\n1, GPU-b, 2, 9, 1, 1, 1", ""),
        slot -> 0);

    assertThat(value(MEMORY, "device", "gpu:0")).isEqualTo(2 * MIB);
  }

  @Test
  void saysWhichDeviceASlotIsAShareOf() {
    metrics.slotOn(3, "gpu:1", "1");

    assertThat(
            registry.getSampleValue(
                "cbd_worker_slot_device_info",
                new String[] {"slot", "device"},
                new String[] {"3", "gpu:1"}))
        .isEqualTo(1);
  }

  @Test
  void doesWithoutTheProgram() {
    metrics.slotOn(0, "gpu:0", "0");

    metrics.read(
        new GpuReadings(new NvidiaSmi(List.of("/nowhere/nvidia-smi"), Duration.ofSeconds(1))),
        slot -> 0);

    assertThat(value(MEMORY, "device", "gpu:0")).isNull();
  }

  private @Nullable Double value(String name, String label, String value) {
    return registry.getSampleValue(name, new String[] {label}, new String[] {value});
  }
}
