package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.training.gpu.NvidiaSmi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell in the place of nvidia-smi. */
class DeviceMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @TempDir Path folder;

  @Test
  void sharesTheMachinesMemoryOutAmongAllSlots() {
    DeviceMemory memory = new DeviceMemory(saying(""), 8 * GIB);

    assertThat(memory(memory, List.of("cpu", "cpu"), null)).containsExactly(4 * GIB, 4 * GIB);
  }

  @Test
  void sharesAGpusMemoryOutAmongTheSlotsOnIt() {
    DeviceMemory memory = new DeviceMemory(saying("0, GPU-a, 8192\n1, GPU-b, 24576"), 8 * GIB);

    assertThat(memory(memory, List.of("gpu:1", "gpu:0", "gpu:1", "cpu"), null))
        .containsExactly(12 * GIB, 8 * GIB, 12 * GIB, 2 * GIB);
  }

  @Test
  void findsTheGpuThatWasGiven() {
    DeviceMemory memory = new DeviceMemory(saying("0, GPU-abc, 1000\n1, GPU-def, 2000"), 0);

    assertThat(memory(memory, List.of("gpu:0"), "1")).containsExactly(2000 * MIB);
    assertThat(memory(memory, List.of("gpu:1"), "0,GPU-de")).containsExactly(2000 * MIB);
    assertThat(memory(memory, List.of("gpu:0"), "MIG-1234")).containsExactly(0L);
  }

  @Test
  void doesNotKnowWhatNobodyTells() {
    DeviceMemory silent = new DeviceMemory(saying("0, GPU-a, [N/A]\n1, GPU-b"), 0);

    assertThat(memory(silent, List.of("gpu:0", "gpu:1", "gpu:2", "cpu"), null))
        .containsExactly(0L, 0L, 0L, 0L);
  }

  @Test
  void asksNoGpuWhereNoSlotIsOnOne() {
    Path asked = folder.resolve("asked");
    DeviceMemory memory = new DeviceMemory(shell("touch " + asked), GIB);

    assertThat(memory(memory, List.of("cpu"), null)).containsExactly(GIB);
    assertThat(Files.exists(asked)).isFalse();
  }

  @Test
  void knowsThisMachinesMemory() {
    assertThat(DeviceMemory.ofMachine()).isGreaterThan(256 * MIB);
  }

  private static List<Long> memory(DeviceMemory known, List<String> devices, String given) {
    return known.shares(devices, given).stream().map(Share::memory).toList();
  }

  private static NvidiaSmi saying(String lines) {
    return shell("echo '" + lines + "'");
  }

  private static NvidiaSmi shell(String script) {
    return new NvidiaSmi(List.of("/bin/sh", "-c", script), Duration.ofSeconds(20));
  }
}
