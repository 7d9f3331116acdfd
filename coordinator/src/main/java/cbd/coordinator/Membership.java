package cbd.coordinator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process in the cluster for as long as it lives: makes a node, and another one whenever
 * the cluster has thrown that out or it has stepped down. Meanwhile the API answers from the store.
 */
final class Membership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSING = Duration.ofSeconds(25);

  private final Supplier<ClusterNode> join;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::stay, "cbd-membership");
  private volatile @Nullable ClusterNode node;

  /**
   * @param join makes a node with all that lives on it
   */
  Membership(Supplier<ClusterNode> join) {
    this.join = join;
    thread.setDaemon(true);
  }

  /**
   * Joins, and stays from here on.
   *
   * @throws StartException when the first node cannot be made
   */
  void begin() {
    joinOnce();
    thread.start();
  }

  private void stay() {
    while (closing.getCount() > 0) {
      try {
        ClusterNode now = node;
        if (now != null) {
          now.whenEnded().toCompletableFuture().join();
          node = null;
          if (closing.getCount() == 0) {
            return;
          }
          log.warn("Out of the cluster; the API reads on, and the cluster is joined anew.");
        }
        if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        joinOnce();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.error("The cluster cannot be joined; it is tried again: error={}", e.toString());
      }
    }
  }

  private synchronized void joinOnce() {
    if (closing.getCount() > 0) {
      node = join.get();
    }
  }

  /** This process is not to be in office any more: it leaves, and comes back as a stand-by. */
  void stepDown() {
    ClusterNode now = node;
    if (now != null) {
      now.leave();
    }
  }

  /** Leaves for good. */
  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      ClusterNode now = node;
      if (now != null) {
        now.close();
      }
    }
    try {
      thread.join(CLOSING.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
