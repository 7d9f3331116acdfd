package cbd.coordinator.cli;

import java.io.PrintWriter;

/** Says, when a watcher is ended with Ctrl-C, that the sweep itself goes on. */
final class Farewell implements AutoCloseable {
  private final Thread hook;

  private Farewell(Thread hook) {
    this.hook = hook;
  }

  /** From now until it is closed. */
  static Farewell of(String sweep, PrintWriter err) {
    Thread hook =
        new Thread(
            () -> {
              err.printf(
                  "%nThe sweep goes on without a watcher. Look again: cbd watch %s%n", sweep);
              err.flush();
            },
            "cbd-farewell");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Farewell(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended: it has been said.
    }
  }
}
