package cbd.worker.runner;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Enclosures that wait to be sent, oldest first; beyond some, the oldest are lost. Thread-safe. */
public final class Enclosures {
  private static final int MOST = 100;

  private final Deque<Enclosure> waiting = new ArrayDeque<>();

  /** How many were taken out and are not settled. */
  private int underWay;

  private CompletableFuture<Void> idle = CompletableFuture.completedFuture(null);
  private volatile Runnable bell = () -> {};

  /**
   * Who is told that there is one; replaces the one before.
   *
   * @param bell must not block; may be called on any thread
   */
  public void listen(Runnable bell) {
    this.bell = bell;
    bell.run();
  }

  /** Adds one behind all others. */
  public void add(Enclosure enclosure) {
    synchronized (this) {
      if (idle.isDone()) {
        idle = new CompletableFuture<>();
      }
      if (waiting.size() == MOST) {
        waiting.removeFirst();
      }
      waiting.addLast(enclosure);
    }
    bell.run();
  }

  /** Takes the oldest out; whoever does says what became of it, by {@link #settled}. */
  public synchronized Optional<Enclosure> take() {
    Enclosure oldest = waiting.pollFirst();
    if (oldest != null) {
      underWay++;
    }
    return Optional.ofNullable(oldest);
  }

  /** One that was taken out is with the coordinator, is given up, or was added again. */
  public synchronized void settled() {
    underWay--;
    if (underWay == 0 && waiting.isEmpty()) {
      idle.complete(null);
    }
  }

  /** Completes when none waits and none is under way; at once, when that is so. */
  public synchronized CompletableFuture<Void> idle() {
    return idle.copy();
  }
}
