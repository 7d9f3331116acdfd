package cbd.training.trial;

import ai.djl.engine.Engine;
import cbd.domain.Build;
import cbd.domain.Provenance;
import cbd.training.attack.PoisonedSet;
import cbd.training.data.ImageSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        engine(pytorch),
        Runtime.version() + ", " + System.getProperty("java.vendor", "unknown"),
        host(),
        device(settings.device()),
        settings.threads(),
        hash(train.contentHash() + test.contentHash()),
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
        engine(pytorch),
        device(settings.device()),
        "threads " + settings.threads(),
        "java " + Runtime.version().feature());
  }

  private static String engine(String pytorch) {
    return "PyTorch " + pytorch + ", DJL " + Engine.getDjlVersion();
  }

  private static String device(String name) {
    if (name.equals("cpu")) {
      return name + cpuModel();
    }
    String visible = System.getenv().getOrDefault("CUDA_VISIBLE_DEVICES", "");
    return name + NvidiaSmi.INSTALLED.describe(name, visible);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
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

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
