package cbd.metrics;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads something every few seconds on a thread of its own, which may hang and holds up nobody.
 * Thread-safe.
 */
public final class Sampler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sampler.class);

  private final CountDownLatch closed = new CountDownLatch(1);
  private final String what;
  private final Runnable read;

  private Sampler(String what, Runnable read) {
    this.what = what;
    this.read = read;
  }

  /** Reads at once, and from then on with this pause between, until it is closed. */
  public static Sampler start(String what, Duration pause, Runnable read) {
    Sampler sampler = new Sampler(what, read);
    Thread thread = new Thread(() -> sampler.goOn(pause), "cbd-sampler-" + what);
    thread.setDaemon(true);
    thread.start();
    return sampler;
  }

  private void goOn(Duration pause) {
    try {
      do {
        sample();
      } while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sample() {
    try {
      read.run();
    } catch (RuntimeException e) {
      log.debug("Nothing could be read. what={}", what, e);
    }
  }

  /** Ends it after what it reads now; waits for nothing. */
  @Override
  public void close() {
    closed.countDown();
  }
}
