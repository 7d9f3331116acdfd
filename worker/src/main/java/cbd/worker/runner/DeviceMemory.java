package cbd.worker.runner;

import cbd.training.gpu.NvidiaSmi;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much memory a worker's slots have: of a GPU as NVIDIA's driver tells it, shared out among the
 * slots on it; of the machine, or of the container when it is limited to less, shared out among all
 * slots, for one on a GPU needs some as well. What others use of it, or will, nobody knows.
 *
 * @param program that tells of GPUs; asked only when a slot is on one
 * @param machine its memory in bytes; 0: not known
 */
public record DeviceMemory(NvidiaSmi program, long machine) {
  private static final long MIB = 1 << 20;
  private static final int COLUMNS = 3;

  /** The memory of this machine or container in bytes; 0 when Java does not tell. */
  public static long ofMachine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /**
   * What each slot is of its device.
   *
   * @param devices of the slots, by index
   * @param given the environment's {@code CUDA_VISIBLE_DEVICES}; null: there is none
   */
  public List<Share> shares(List<String> devices, @Nullable String given) {
    Map<String, Long> gpus = devices.stream().allMatch("cpu"::equals) ? Map.of() : gpus();
    List<Share> shares = new ArrayList<>();
    for (String device : devices) {
      long memory =
          device.equals("cpu")
              ? machine / devices.size()
              : size(gpus, Device.visible(device, given).orElse(""))
                  / Collections.frequency(devices, device);
      shares.add(new Share(device, memory));
    }
    return shares;
  }

  /** Bytes of each GPU, by its number and again by its UUID. */
  private Map<String, Long> gpus() {
    return program.ask("--query-gpu=index,uuid,memory.total").stream()
        .filter(cells -> cells.size() == COLUMNS && cells.get(2).matches("\\d{1,9}"))
        .flatMap(
            cells ->
                cells.subList(0, 2).stream()
                    .map(name -> Map.entry(name, Long.parseLong(cells.get(2)) * MIB)))
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
  }

  /** A UUID may be cut short, as CUDA allows. */
  private static long size(Map<String, Long> gpus, String name) {
    return gpus.entrySet().stream()
        .filter(
            gpu ->
                gpu.getKey().equals(name)
                    || (name.startsWith("GPU-") && gpu.getKey().startsWith(name)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(0L);
  }
}
