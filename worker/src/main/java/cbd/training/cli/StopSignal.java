package cbd.training.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, as a flag that work asks for: the process ends when the work has ended, or
 * after a few seconds without it.
 */
final class StopSignal implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean raised = false;

  private StopSignal() {}

  /** Listens from now on. */
  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::raise, "stop-signal"));
    return signal;
  }

  boolean isRaised() {
    return raised;
  }

  /** The work has ended. */
  @Override
  public void close() {
    over.countDown();
  }

  private void raise() {
    raised = true;
    try {
      if (!over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The trial did not stop in " + PATIENCE_SECONDS + " s; leaving anyway.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
