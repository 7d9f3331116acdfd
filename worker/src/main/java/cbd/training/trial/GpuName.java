package cbd.training.trial;

import cbd.training.gpu.NvidiaSmi;
import java.util.List;

/**
 * A GPU's model and driver; libtorch does not say.
 *
 * @param program that tells them
 */
record GpuName(NvidiaSmi program) {

  /**
   * In brackets, with a space before them; empty where nobody tells.
   *
   * @param device {@code gpu} or {@code gpu:N}, as libtorch numbers them in this process
   * @param visible the environment's {@code CUDA_VISIBLE_DEVICES}, which libtorch goes by and the
   *     program does not; empty: all
   */
  String describe(String device, String visible) {
    int index = device.contains(":") ? Integer.parseInt(device.replaceFirst(".*:", "")) : 0;
    List<String> shown = visible.isBlank() ? List.of() : List.of(visible.split(","));
    String number = index < shown.size() ? shown.get(index).strip() : String.valueOf(index);
    List<String> told =
        program.ask("--query-gpu=name,driver_version", "--id=" + number).stream()
            .findFirst()
            .orElse(List.of(""));
    return told.get(0).isEmpty()
        ? ""
        : " (" + told.get(0) + (told.size() > 1 ? ", driver " + told.get(1) : "") + ")";
  }
}
