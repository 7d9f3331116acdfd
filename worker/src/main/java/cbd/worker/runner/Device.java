package cbd.worker.runner;

import java.util.regex.Pattern;

/** Names of devices: {@code cpu}, {@code gpu:0}, {@code gpu:1} and so on. */
public final class Device {
  private static final Pattern FORM = Pattern.compile("cpu|gpu:\\d{1,3}");

  private Device() {}

  /** Whether this is the name of a device; not whether the machine has it. */
  public static boolean isName(String name) {
    return FORM.matcher(name).matches();
  }

  /** Value of CUDA_VISIBLE_DEVICES under which a process sees only this device. */
  static String visible(String name) {
    return name.equals("cpu") ? "" : name.substring("gpu:".length());
  }

  /** What a process under {@link #visible} calls it: the only GPU is the first. */
  static String seenFromInside(String name) {
    return name.equals("cpu") ? "cpu" : "gpu:0";
  }
}
