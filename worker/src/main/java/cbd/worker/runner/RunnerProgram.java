package cbd.worker.runner;

import cbd.training.engine.Libtorch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a runner process is started as.
 *
 * @param classPath without Akka: the runner has never heard of the cluster
 * @param mainClass takes the socket's path as its argument
 * @param heap its Java heap, as in {@code -Xmx}; libtorch's arrays live outside it
 * @param libtorch folder of the libtorch to load; empty: cbd's own
 */
public record RunnerProgram(String classPath, String mainClass, String heap, String libtorch) {
  private static final String MAIN = "cbd.training.runner.RunnerMain";

  private static final Pattern CLUSTER_JAR =
      Pattern.compile(
          "(akka|scala|kryo|reflectasm|minlog|objenesis|config|simpleclient|agrona)-?.*");

  /** glibc would map and unmap every large array of every step: 5 to 15 % of the time. */
  private static final Map<String, String> MALLOC =
      Map.of(
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "17179869184",
          "MALLOC_TOP_PAD_", "67108864");

  /**
   * Where Linux's setpriv is, the kernel kills the runner when the thread that started it ends,
   * which listens to it as long as it lives: even a runner that is stopped and cannot see its stdin
   * end.
   */
  private static final List<String> DIES_WITH_PARENT =
      Stream.of("/usr/bin/setpriv", "/bin/setpriv")
          .filter(program -> Files.isExecutable(Path.of(program)))
          .map(program -> List.of(program, "--pdeathsig", "KILL", "--"))
          .filter(RunnerProgram::works)
          .findFirst()
          .orElse(List.of());

  /** Older ones have no such option. */
  private static boolean works(List<String> prefix) {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * The runner of a distribution.
   *
   * @param home with {@code lib/common}, {@code lib/worker}, {@code lib/training}
   * @throws IllegalArgumentException when a folder is missing
   */
  public static RunnerProgram ofHome(Path home, String heap) {
    List<String> folders = new ArrayList<>();
    for (String name : List.of("common", "worker", "training")) {
      Path folder = home.resolve("lib").resolve(name);
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException(
            "cbd.home must be an unpacked distribution, but there is no folder " + folder);
      }
      folders.add(folder.resolve("*").toString());
    }
    return new RunnerProgram(String.join(File.pathSeparator, folders), MAIN, heap, "");
  }

  /** The runner for an agent that was not started from a distribution, such as in an IDE. */
  public static RunnerProgram ofClassPath(String agentClassPath, String heap) {
    String classPath =
        Arrays.stream(agentClassPath.split(Pattern.quote(File.pathSeparator)))
            .filter(
                entry -> !CLUSTER_JAR.matcher(Path.of(entry).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
    return new RunnerProgram(classPath, MAIN, heap, "");
  }

  /** The same, with this machine's libtorch; empty: cbd's own. */
  public RunnerProgram with(String folder) {
    return new RunnerProgram(classPath, mainClass, heap, folder);
  }

  /**
   * Starts it. Its stdin stays open as long as this process lives and holds the result: the runner
   * ends itself when it closes.
   *
   * @param socket where the runner shall connect
   * @param token what it shall say there
   * @param log receives what it prints
   * @param crash receives the JVM's account of a crash
   * @param device whose work it does: {@code cpu}, or {@code gpu:1}, the one GPU it shall see
   * @param threads for libraries that do not ask libtorch
   */
  Process start(Path socket, String token, Path log, Path crash, String device, int threads)
      throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(DIES_WITH_PARENT);
    command.addAll(
        List.of(
            java.toString(),
            "-Xmx" + heap,
            "-XX:ErrorFile=" + crash,
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-Dai.djl.offline=true",
            "-D" + Libtorch.PROPERTY + "=" + libtorch,
            "-cp",
            classPath,
            mainClass,
            socket.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.putAll(MALLOC);
    environment.put("CBD_RUNNER_TOKEN", token);
    environment.put(
        "CUDA_VISIBLE_DEVICES",
        Device.visible(device, System.getenv("CUDA_VISIBLE_DEVICES")).orElseThrow());
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }
}
