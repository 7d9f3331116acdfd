package cbd.coordinator.chaos.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator or a worker that may die and be started again as the same one; its output is
 * appended to one log. We hold the other end of its stdin: it does not outlive us. Thread-safe.
 */
public final class Member {
  /** In the environment of every process of a harness, and of what it starts. */
  static final String MARK = "CBD_CHAOS";

  private final String name;
  private final int number;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final Path log;

  private @Nullable Process process;
  private boolean retired;
  private boolean endingIsExpected;

  /**
   * @param number in the network, from 1
   * @param folder its {@code --dir}
   */
  Member(
      String name,
      int number,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      Path log) {
    this.name = name;
    this.number = number;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.log = log;
  }

  public String name() {
    return name;
  }

  /** In the network, from 1. */
  public int number() {
    return number;
  }

  /** Where it keeps what must not be lost. */
  public Path folder() {
    return folder;
  }

  /** Starts it, unless it lives or the cluster is being closed. */
  public synchronized void start() throws IOException {
    if (retired || isAlive()) {
      return;
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().remove("CBD_COORDINATOR");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    process = builder.start();
    endingIsExpected = false;
  }

  /** Whether it has ended, though nobody wanted it to. */
  synchronized boolean endedByItself() {
    return process != null && !process.isAlive() && !endingIsExpected && !retired;
  }

  /** From now until its next start it is no wonder when it has ended. */
  synchronized void expectEnd() {
    endingIsExpected = true;
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Sends it a signal; nothing when it has ended. */
  public void signal(Signal signal) throws IOException, InterruptedException {
    Process target = current();
    if (target != null) {
      signal.send(target.toHandle());
    }
  }

  /** A worker's runners; what its start script runs on the way is none. */
  public List<ProcessHandle> runners() {
    Process parent = current();
    return parent == null ? List.of() : parent.descendants().filter(Census::isRunner).toList();
  }

  /** Waits for its end, but no longer than this; whether it has ended. */
  public boolean awaitEnd(long seconds) throws InterruptedException {
    Process ending = current();
    return ending == null || ending.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** From now on it is not started again. */
  synchronized void retire() {
    retired = true;
  }

  private synchronized @Nullable Process current() {
    return process;
  }

  @Override
  public String toString() {
    return name;
  }
}
