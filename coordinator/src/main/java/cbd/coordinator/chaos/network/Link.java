package cbd.coordinator.chaos.network;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one member says to another: a direction, not a pair. Sound until told otherwise;
 * thread-safe.
 */
public final class Link {
  private final Set<Closeable> connections = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private boolean cut;
  private long delayMillis;

  /** From now on nothing arrives; what was under way arrives when the link is healed. */
  public synchronized void cut() {
    cut = true;
  }

  /** From now on everything takes this much longer. */
  public synchronized void delay(Duration delay) {
    delayMillis = delay.toMillis();
  }

  /** As in the beginning. */
  public synchronized void heal() {
    cut = false;
    delayMillis = 0;
    notifyAll();
  }

  /** All connections break, and what was under way in them is lost; new ones may be made. */
  public void breakConnections() {
    for (Closeable connection : Set.copyOf(connections)) {
      try {
        connection.close();
      } catch (IOException e) {
        // It is broken: that was wanted.
      }
    }
  }

  void opened(Closeable connection) {
    connections.add(connection);
  }

  void closed(Closeable connection) {
    connections.remove(connection);
  }

  /** Lets a few bytes pass, when it is time. */
  synchronized void pass() throws InterruptedException {
    if (delayMillis > 0) {
      long end = System.nanoTime() + delayMillis * 1_000_000;
      for (long left = delayMillis; left > 0 && delayMillis > 0; ) {
        wait(left);
        left = (end - System.nanoTime()) / 1_000_000;
      }
    }
    while (cut) {
      wait();
    }
  }
}
