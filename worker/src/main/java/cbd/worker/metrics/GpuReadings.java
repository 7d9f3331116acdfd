package cbd.worker.metrics;

import cbd.training.gpu.NvidiaSmi;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is told of all GPUs of a machine. What is not told is absent.
 *
 * @param program that tells it
 */
record GpuReadings(NvidiaSmi program) {
  private static final double BYTES_PER_MIB = 1 << 20;
  private static final int COLUMNS = 7;

  /**
   * What one GPU tells.
   *
   * @param memoryUsed bytes, by all processes
   * @param memorySize bytes
   * @param utilization share of the last sampling period in which it computed, 0..1
   * @param temperature degrees Celsius
   * @param power watts
   */
  record Reading(
      OptionalDouble memoryUsed,
      OptionalDouble memorySize,
      OptionalDouble utilization,
      OptionalDouble temperature,
      OptionalDouble power) {
    /** Nothing is told. */
    static final Reading NONE =
        new Reading(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
  }

  /** All GPUs, each by its number and again by its UUID; empty when nobody tells. */
  Map<String, Reading> gpus() {
    Map<String, Reading> readings = new TreeMap<>();
    String columns =
        "index,uuid,memory.used,memory.total,utilization.gpu,temperature.gpu,power.draw";
    for (List<String> cells : program.ask("--query-gpu=" + columns)) {
      if (cells.size() == COLUMNS && cells.get(0).matches("\\d{1,3}")) {
        Reading reading =
            new Reading(
                number(cells.get(2), BYTES_PER_MIB),
                number(cells.get(3), BYTES_PER_MIB),
                number(cells.get(4), 0.01),
                number(cells.get(5), 1),
                number(cells.get(6), 1));
        readings.put(cells.get(0), reading);
        readings.put(cells.get(1), reading);
      }
    }
    return readings;
  }

  /** Bytes on all GPUs together of each process that it sees, by process id. */
  Map<Long, Double> processes() {
    Map<Long, Double> bytes = new TreeMap<>();
    for (List<String> cells : program.ask("--query-compute-apps=pid,used_memory")) {
      OptionalLong pid =
          cells.get(0).matches("\\d{1,18}")
              ? OptionalLong.of(Long.parseLong(cells.get(0)))
              : OptionalLong.empty();
      OptionalDouble used =
          cells.size() == 2 ? number(cells.get(1), BYTES_PER_MIB) : OptionalDouble.empty();
      if (pid.isPresent() && used.isPresent()) {
        bytes.merge(pid.getAsLong(), used.getAsDouble(), Double::sum);
      }
    }
    return bytes;
  }

  /** Empty for {@code [N/A]}, {@code [Not Supported]}, {@code ERR!} and their like. */
  private static OptionalDouble number(String text, double unit) {
    return text.matches("\\d{1,15}(\\.\\d{1,15})?")
        ? OptionalDouble.of(Double.parseDouble(text) * unit)
        : OptionalDouble.empty();
  }
}
