package cbd.coordinator.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few heavy requests be worked on at a time and a few more wait: to read a sweep file may
 * take a core for seconds and a hundred megabytes, whoever sends it. Thread-safe.
 */
final class Turns {
  private final Semaphore free;
  private final int waiting;
  private final Duration patience;

  /**
   * @param atOnce requests that are worked on
   * @param waiting requests that wait, at most; more are refused at once
   * @param patience how long one waits
   */
  Turns(int atOnce, int waiting, Duration patience) {
    this.free = new Semaphore(atOnce, true);
    this.waiting = waiting;
    this.patience = patience;
  }

  /**
   * Does what is asked for when its turn has come.
   *
   * @throws ApiException when too many others are before it
   */
  <T> T take(Supplier<T> work) {
    if (!isMyTurn()) {
      throw ApiException.tooMany(
          "Other sweep files are being read; send yours again in a few seconds.");
    }
    try {
      return work.get();
    } finally {
      free.release();
    }
  }

  private boolean isMyTurn() {
    if (free.tryAcquire()) {
      return true;
    }
    try {
      return free.getQueueLength() < waiting
          && free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
