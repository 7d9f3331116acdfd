package cbd.coordinator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Another coordinator's file on its way to a client. It is broken off when nothing comes for a
 * while, so that its thread is not held for ever; that clients take it is for the server to see to.
 */
final class Relayed extends FilterInputStream {
  private static final Logger log = LoggerFactory.getLogger(Relayed.class);

  private final Duration patience;
  private final Runnable whenClosed;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean brokenOff;
  private volatile long reads;

  /**
   * @param patience from one piece to the next
   * @param whenClosed called once
   */
  Relayed(InputStream body, Duration patience, Runnable whenClosed) {
    super(body);
    this.patience = patience;
    this.whenClosed = whenClosed;
    watch();
  }

  private void watch() {
    long seen = reads;
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (closed.get()) {
                return;
              }
              if (reads > seen) {
                watch();
              } else {
                breakOff();
              }
            });
  }

  /** Whoever reads hears of it, and closes this. */
  private void breakOff() {
    brokenOff = true;
    try {
      in.close();
    } catch (IOException e) {
      log.debug("A file that stands still cannot be closed.", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread reads; the other only looks.
  public int read(byte[] bytes, int offset, int most) throws IOException {
    int read = in.read(bytes, offset, most);
    if (read < 0 && brokenOff) {
      throw new IOException("the active coordinator stands still");
    }
    reads++;
    return read;
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      whenClosed.run();
      in.close();
    }
  }
}
