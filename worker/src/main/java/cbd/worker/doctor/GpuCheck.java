package cbd.worker.doctor;

import cbd.training.gpu.NvidiaSmi;
import cbd.worker.runner.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The GPUs, as NVIDIA's driver tells them.
 *
 * @param devices those that shall be trained on
 * @param given the environment's {@code CUDA_VISIBLE_DEVICES}
 */
record GpuCheck(List<String> devices, @Nullable String given) implements Check {
  private static final String SUBJECT = "GPU";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Override
  public List<Finding> findings() {
    List<Finding> found = new ArrayList<>();
    List<String> gpus = devices.stream().filter(device -> device.startsWith("gpu:")).toList();
    for (String gpu : gpus) {
      if (Device.visible(gpu, given).isEmpty()) {
        found.add(
            Finding.ill(
                SUBJECT,
                gpu + " was not given: CUDA_VISIBLE_DEVICES is '" + given + "'",
                "gpu:0 is the first that it names. Ask Slurm for more (--gpus), or name fewer."));
      }
    }
    List<String> seen = seen();
    if (!seen.isEmpty()) {
      seen.forEach(line -> found.add(Finding.ok(SUBJECT, line)));
    } else if (gpus.isEmpty()) {
      found.add(Finding.ok(SUBJECT, "none is asked for, and the driver tells of none"));
    } else {
      found.add(
          Finding.ill(
              SUBJECT,
              "nvidia-smi tells of none",
              "Install NVIDIA's driver, or give the container its GPUs (docker run --gpus all)."));
    }
    return found;
  }

  private static List<String> seen() {
    return NvidiaSmi.INSTALLED
        .within(PATIENCE)
        .ask("--query-gpu=index,name,driver_version")
        .stream()
        .map(cells -> String.join(", ", cells))
        .toList();
  }
}
