package cbd.coordinator.cli;

import java.io.PrintWriter;

/** Says, when a watcher is ended with Ctrl-C, that what it watched goes on. */
final class Farewell implements AutoCloseable {
  private final Thread hook;

  private Farewell(Thread hook) {
    this.hook = hook;
  }

  /** To somebody who watches a sweep, from now until it is closed. */
  static Farewell of(String sweep, PrintWriter err) {
    return saying("The sweep goes on without a watcher. Look again: cbd watch " + sweep, err);
  }

  /** From now until it is closed. */
  static Farewell saying(String words, PrintWriter err) {
    Thread hook =
        new Thread(
            () -> {
              err.printf("%n%s%n", words);
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
