package cbd.worker.doctor;

import cbd.worker.runner.Device;
import cbd.worker.runner.RunnerProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Whether libtorch loads and computes on each device, in a process like those that train.
 *
 * @param program whose class path and libtorch the process gets
 */
record TrainingCheck(RunnerProgram program, List<String> devices) implements Check {
  private static final String MAIN = "cbd.training.TrainingMain";
  private static final long PATIENCE_SECONDS = 120;

  @Override
  public List<Finding> findings() {
    return devices.stream().distinct().map(this::probe).toList();
  }

  private Finding probe(String device) {
    String subject = "training on " + device;
    Optional<String> visible = Device.visible(device, System.getenv("CUDA_VISIBLE_DEVICES"));
    if (visible.isEmpty()) {
      return Finding.ill(subject, "not tried: it was not given", "See above.");
    }
    try {
      Path log = Files.createTempFile("cbd-doctor", ".log");
      try {
        return judge(subject, start(device, visible.get(), log), log);
      } finally {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      return Finding.ill(subject, "no process could be started: " + e, "Is $JAVA_HOME a JDK 17?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.ill(subject, "was not tried", "Try again.");
    }
  }

  private Process start(String device, String visible, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dai.djl.offline=true",
            "-cp",
            program.classPath(),
            MAIN,
            "probe",
            "--device=" + Device.seenFromInside(device),
            "--libtorch=" + program.libtorch());
    Map<String, String> environment = builder.environment();
    environment.put("CUDA_VISIBLE_DEVICES", visible);
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static Finding judge(String subject, Process process, Path log)
      throws IOException, InterruptedException {
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    List<String> said =
        Files.readString(log, StandardCharsets.UTF_8).lines().filter(l -> !l.isBlank()).toList();
    String last = said.isEmpty() ? "it said nothing" : said.get(said.size() - 1).strip();
    if (ended && process.exitValue() == 0) {
      return Finding.ok(subject, last);
    }
    String how =
        ended ? "exit code " + process.exitValue() : "no end after " + PATIENCE_SECONDS + " s";
    return Finding.ill(
        subject,
        how + ": " + said.stream().filter(l -> l.contains("Exception")).findFirst().orElse(last),
        "libtorch did not load, or does not see the device: docs/gpu.md says which one fits, and"
            + " `cbd train examples/trial.yaml` shows more. Its files are unpacked into ~/.djl.ai"
            + " or $DJL_CACHE_DIR, which must be writable and allow programs to be run.");
  }
}
