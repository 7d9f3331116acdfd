package cbd.worker.runner;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of devices: {@code cpu}, {@code gpu:0}, {@code gpu:1} and so on. */
public final class Device {
  private static final Pattern FORM = Pattern.compile("cpu|gpu:\\d{1,3}");

  private Device() {}

  /** Whether this is the name of a device; not whether the machine has it. */
  public static boolean isName(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Value of CUDA_VISIBLE_DEVICES under which a process sees only this device; empty when it is not
   * among those given.
   *
   * @param given this process's own CUDA_VISIBLE_DEVICES, by which Slurm, Kubernetes and others
   *     share out a machine's GPUs: {@code gpu:1} is the second that it names, by number or UUID;
   *     null: all were given
   */
  public static Optional<String> visible(String name, @Nullable String given) {
    if (name.equals("cpu")) {
      return Optional.of("");
    }
    int number = Integer.parseInt(name.substring("gpu:".length()));
    if (given == null) {
      return Optional.of(Integer.toString(number));
    }
    List<String> those = List.of(given.split(",", -1));
    return Optional.of(number)
        .filter(n -> n < those.size())
        .map(n -> those.get(n).strip())
        // What CUDA takes for "none".
        .filter(gpu -> !gpu.isEmpty() && !gpu.equals("-1") && !gpu.equals("NoDevFiles"));
  }

  /** What a process under {@link #visible} calls it: the only GPU is the first. */
  public static String seenFromInside(String name) {
    return name.equals("cpu") ? "cpu" : "gpu:0";
  }
}
