package cbd.coordinator.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process of ours, its output in a log file. We hold the other end of its stdin: when we die,
 * however we die, it reads the end of it and goes as well.
 */
public final class ChildProcess {
  private static final int LAST_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts it with this JVM's Java. */
  static ChildProcess start(String name, List<String> command, Path log) {
    return start(name, command, log, Map.of());
  }

  /**
   * Starts it with this JVM's Java.
   *
   * @param environment added to this process's own
   */
  public static ChildProcess start(
      String name, List<String> command, Path log, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new DemoException(name + " could not be started: " + e.getMessage());
    }
  }

  public String name() {
    return name;
  }

  /**
   * Fails when it has ended.
   *
   * @throws DemoException with its exit code and the end of its log
   */
  public void requireAlive() {
    if (!process.isAlive()) {
      List<String> lines = lines();
      throw new DemoException(
          name
              + " ended with exit code "
              + process.exitValue()
              + ". The end of "
              + log
              + ":\n  "
              + String.join(
                  "\n  ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
    }
  }

  /** What it has printed up to now. */
  public List<String> lines() {
    try {
      // Not Files.readAllLines: a line that is being written may end in half a character.
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }

  /** It and all processes below it. */
  public Stream<ProcessHandle> family() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants());
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it at once, as a power cut would. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Asks it to end in good order. */
  public void ask() {
    process.destroy();
  }

  /** Waits for its end, but no longer than this. */
  public boolean awaitEnd(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }
}
