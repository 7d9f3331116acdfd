package cbd.training.trial;

import ai.djl.engine.Engine;
import cbd.domain.Build;
import cbd.domain.Digest;
import cbd.domain.HostName;
import cbd.domain.Provenance;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.CanonicalText;
import cbd.training.attack.PoisonedSet;
import cbd.training.checkpoint.Identity;
import cbd.training.data.ImageSet;
import cbd.training.gpu.NvidiaSmi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds out where a trial's numbers come from. */
public final class Origin {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  private Origin() {}

  /**
   * Finds it out.
   *
   * @param pytorch libtorch's version
   */
  static Provenance of(
      RunSettings settings, String pytorch, ImageSet train, ImageSet test, PoisonedSet poisoned) {
    Build build = Build.current();
    return new Provenance(
        build.commit(),
        build.dirty(),
        build.version(),
        engine(settings, pytorch),
        Runtime.version() + ", " + System.getProperty("java.vendor", "unknown"),
        HostName.current().orElse("unknown"),
        device(settings.device()),
        settings.threads(),
        Digest.hex(train.contentHash() + test.contentHash()),
        poisoned.poisonHash());
  }

  /**
   * What trained numbers depend on that no spec says.
   *
   * @param pytorch libtorch's version
   */
  public static String circumstances(RunSettings settings, String pytorch) {
    return String.join(
        "; ",
        engine(settings, pytorch),
        device(settings.device()),
        "threads " + settings.threads(),
        "java " + Runtime.version().feature());
  }

  /**
   * Whose checkpoints serve a trial: those of the same spec, data, engine, kind of device and code,
   * and on a CPU of the same number of threads. Another model of the same kind of device rounds
   * otherwise; going on there is better than beginning again, and a result says where it did.
   *
   * @param pytorch libtorch's version
   * @param data hashes of all images
   */
  static Identity identity(
      TrialSpec spec, RunSettings settings, String pytorch, String data, Provenance origin) {
    return new Identity(
        TrialId.of(spec),
        List.of(
            "spec: " + CanonicalText.of(spec),
            "images: " + data,
            "engine: " + engine(settings, pytorch),
            "threads: " + (onCpu(settings) ? settings.threads() : "any"),
            "device: " + settings.device().replaceFirst(":.*", ""),
            "java: " + Runtime.version().feature()),
        origin.host(),
        origin.device());
  }

  /** Elsewhere the host's threads add up nothing that a result is made of. */
  private static boolean onCpu(RunSettings settings) {
    return settings.device().equals("cpu");
  }

  private static String engine(RunSettings settings, String pytorch) {
    String engine = "PyTorch " + pytorch + ", DJL " + Engine.getDjlVersion();
    return onCpu(settings) ? engine : engine + ", " + gpuKernels();
  }

  /** Earlier commits let cuDNN take any; NVIDIA's libraries read the variable, and round by it. */
  private static String gpuKernels() {
    String tf32 = System.getenv().getOrDefault("NVIDIA_TF32_OVERRIDE", "");
    return "deterministic cuDNN" + (tf32.isEmpty() ? "" : ", NVIDIA_TF32_OVERRIDE=" + tf32);
  }

  private static String device(String name) {
    if (name.equals("cpu")) {
      return name + cpuModel();
    }
    String visible = System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "");
    return name + new GpuName(NvidiaSmi.INSTALLED).describe(name, visible);
  }

  /** In brackets, where the system tells it. */
  private static String cpuModel() {
    if (!Files.isReadable(CPU)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(CPU, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> " (" + line.substring(line.indexOf(':') + 1).trim() + ")")
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
