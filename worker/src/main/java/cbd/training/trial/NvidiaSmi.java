package cbd.training.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A GPU's model and driver, as NVIDIA's own program tells them; libtorch does not say.
 *
 * @param program with its arguments, but for the GPU's number
 */
record NvidiaSmi(List<String> program) {
  private static final long PATIENCE_SECONDS = 10;

  /** The installed one. */
  static final NvidiaSmi INSTALLED =
      new NvidiaSmi(
          List.of(
              "nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader", "--id"));

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
    String[] told = ask(number).split(", *", 2);
    return told[0].isBlank()
        ? ""
        : " (" + told[0].strip() + (told.length > 1 ? ", driver " + told[1].strip() : "") + ")";
  }

  /** Its first line; empty when it is missing, hangs or complains. */
  private String ask(String number) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(program.stream(), Stream.of(number)).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "";
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.exitValue() == 0 ? said.lines().findFirst().orElse("") : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
