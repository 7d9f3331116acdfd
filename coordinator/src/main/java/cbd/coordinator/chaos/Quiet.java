package cbd.coordinator.chaos;

import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.LocalCluster;
import java.time.Duration;

/** Waits until a cluster has nothing left to do. */
final class Quiet {
  private static final Duration LOOK = Duration.ofMillis(500);

  private Quiet() {}

  /**
   * Returns when every trial has ended.
   *
   * @param standstill how long the history may stand still before that
   * @throws ClusterException when it stands still for longer
   */
  static void await(LocalCluster cluster, HistoryWatch watch, Duration standstill)
      throws InterruptedException {
    long lines = watch.lines();
    long since = System.nanoTime();
    while (watch.open() > 0) {
      cluster.pause(LOOK);
      if (watch.lines() > lines) {
        lines = watch.lines();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > standstill.toNanos()) {
        throw new ClusterException(
            "nothing has happened for "
                + standstill.toSeconds()
                + " s, but "
                + watch.open()
                + " trials are still open; the last line of the history is "
                + lines);
      }
    }
  }
}
