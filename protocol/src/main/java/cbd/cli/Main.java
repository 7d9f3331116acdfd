package cbd.cli;

import java.util.function.IntSupplier;

/** Where a program's main method ends, its process does. */
public final class Main {
  private static final int BROKEN = 1;

  private Main() {}

  /**
   * Runs a program and ends the process with its exit code. An error that nobody handled, such as a
   * class that the Java runtime lacks, is printed and ends it with 1: threads that were started
   * before would keep it alive, half built and of no use, and whoever watches it would not start it
   * again.
   *
   * @param program what it does; returns its exit code
   */
  public static void exitWith(IntSupplier program) {
    int code = BROKEN;
    try {
      code = program.getAsInt();
    } catch (RuntimeException | Error e) {
      Thread main = Thread.currentThread();
      main.getUncaughtExceptionHandler().uncaughtException(main, e);
    }
    System.exit(code);
  }
}
