package cbd.coordinator.cli;

import java.io.PrintWriter;

/**
 * Stops the processes that this one started when it is told to end: Ctrl-C, SIGTERM, a closed
 * terminal.
 */
final class StopOnSignal implements AutoCloseable {
  /** What a shell says of a command that was ended with Ctrl-C. */
  static final int EXIT = 130;

  private final Thread hook;

  private StopOnSignal(Thread hook) {
    this.hook = hook;
  }

  /** From now until it is closed. */
  static StopOnSignal of(Runnable stop, PrintWriter err) {
    Thread hook =
        new Thread(
            () -> {
              err.printf("%nStopping everything ...%n");
              err.flush();
              stop.run();
            },
            "cbd-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    return new StopOnSignal(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended: the hook runs.
    }
  }
}
