package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Real processes of the distribution, in a folder of their own. None survives: whatever has this
 * folder on its command line when the test ends is killed.
 */
final class Processes implements AutoCloseable {
  static final Path HOME = Path.of(System.getProperty("cbd.home"));

  /** For anything that waits for real training on a machine with other things to do. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();
  private Path home = HOME;
  private int count = 0;

  Processes(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** A process that has ended. */
  record Ended(int exit, String out, String err) {}

  /** A process that goes on; its output is in files. */
  record Running(Process process, Path out, Path err) {
    long pid() {
      return process.pid();
    }

    String text() throws IOException {
      return read(out) + read(err);
    }

    /** Waits until it has printed this; the match. */
    Matcher awaitText(String regex) {
      Pattern pattern = Pattern.compile(regex);
      return await()
          .atMost(PATIENCE)
          .until(
              () -> {
                Matcher matcher = pattern.matcher(text());
                boolean found = matcher.find();
                assertThat(found || process.isAlive())
                    .as("ended before it printed %s: %s", regex, text())
                    .isTrue();
                return found ? matcher : null;
              },
              matcher -> matcher != null);
    }

    /** It and everything below it, as of now. */
    List<ProcessHandle> family() {
      return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
    }

    int awaitExit() throws InterruptedException {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends").isTrue();
      return process.exitValue();
    }

    private static String read(Path file) throws IOException {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
  }

  /** Has whatever is started from now on find this in its environment. */
  void set(String name, String value) {
    settings.put(name, value);
  }

  /** Whatever is started from now on is of the distribution that lies here. */
  void use(Path distribution) {
    home = distribution;
  }

  /** Starts {@code cbd} with these words. */
  Running start(String... words) throws IOException {
    return start(home.resolve("cbd"), Map.of(), words);
  }

  /** Runs {@code cbd} with these words to its end. */
  Ended run(String... words) throws IOException, InterruptedException {
    return end(start(words));
  }

  /** Runs another launcher, with nothing but this in its environment. */
  Ended runAlone(Path launcher, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    return end(start(launcher, environment, words));
  }

  private static Ended end(Running running) throws IOException, InterruptedException {
    return new Ended(running.awaitExit(), Running.read(running.out()), Running.read(running.err()));
  }

  private Running start(Path launcher, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    count++;
    Path out = folder.resolve("out-" + count + ".txt");
    Path err = folder.resolve("err-" + count + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    if (environment.isEmpty()) {
      builder.environment().remove("CBD_COORDINATOR");
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(settings);
    } else {
      builder.environment().clear();
      builder.environment().putAll(environment);
    }
    return new Running(builder.start(), out, err);
  }

  /** Processes with this folder on their command line. */
  List<ProcessHandle> survivors() {
    return ProcessHandle.allProcesses().filter(process -> isOurs(process.pid())).toList();
  }

  private boolean isOurs(long pid) {
    try {
      Path line = Path.of("/proc", Long.toString(pid), "cmdline");
      return pid != ProcessHandle.current().pid()
          && new String(Files.readAllBytes(line), StandardCharsets.UTF_8)
              .contains(folder.toString());
    } catch (IOException e) {
      return false; // It has ended in the meantime, or is another user's.
    }
  }

  void awaitNoSurvivor() {
    await().atMost(Duration.ofMinutes(3)).until(this::survivors, List::isEmpty);
  }

  /** Names of the jar files that a process has open. */
  static List<String> jarsOf(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return files
          .map(Processes::target)
          .filter(name -> name.endsWith(".jar"))
          .map(name -> name.substring(name.lastIndexOf('/') + 1))
          .toList();
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return ""; // Closed in the meantime.
    }
  }

  @Override
  public void close() {
    survivors().forEach(ProcessHandle::destroyForcibly);
  }
}
