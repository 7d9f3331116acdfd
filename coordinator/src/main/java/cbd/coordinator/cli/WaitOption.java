package cbd.coordinator.cli;

import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --wait}: patience with a coordinator that was started a moment ago. */
final class WaitOption {
  private static final int PER_SECOND = 4;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to wait for a coordinator that does not answer yet or is starting; 0: not at"
              + " all. Of several coordinators, a minute at least. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  /** Nobody ever counts it down: waiting for it is a pause that an interrupt ends. */
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * Asks until there is an answer or the time is up.
   *
   * @param question may be asked more than once
   * @param err hears once that it waits
   */
  <T> T ask(Supplier<T> question, PrintWriter err) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    for (boolean first = true; ; first = false) {
      try {
        return question.get();
      } catch (UnreachableException e) {
        pause(end, first, e, err);
      } catch (RefusedException e) {
        if (!e.isForNow()) {
          throw e;
        }
        pause(end, first, e, err);
      }
    }
  }

  private void pause(long end, boolean first, RuntimeException why, PrintWriter err) {
    if (System.nanoTime() - end >= 0) {
      throw why;
    }
    if (first) {
      err.println("Waiting up to " + seconds + " s: " + why.getMessage());
      err.flush();
    }
    try {
      never.await(1000 / PER_SECOND, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }
}
