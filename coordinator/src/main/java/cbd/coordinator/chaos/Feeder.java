package cbd.coordinator.chaos;

import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.fault.Scene;
import cbd.coordinator.chaos.fault.Submission;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that there is always work: whatever dies, it dies with trials under way. And that a
 * member lives on that ended by itself.
 */
final class Feeder implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Scene scene;
  private final HistoryWatch watch;
  private final Thread thread = new Thread(this::work, "cbd-feeder");
  private volatile boolean done;
  private volatile @Nullable String failure;

  private Feeder(Scene scene, HistoryWatch watch) {
    this.scene = scene;
    this.watch = watch;
  }

  /** One that works until it is closed. */
  static Feeder start(Scene scene, HistoryWatch watch) {
    Feeder feeder = new Feeder(scene, watch);
    feeder.thread.setDaemon(true);
    feeder.thread.start();
    return feeder;
  }

  private void work() {
    int enough = 2 * scene.cluster().workers().size();
    try {
      while (!done) {
        if (watch.open() < enough) {
          Submission submission = scene.workload().next();
          scene.cluster().ask(client -> client.submit(submission.yaml()));
          scene.workload().confirm(submission);
        }
        scene.cluster().revive();
        scene.cluster().pause(LOOK);
      }
    } catch (IOException e) {
      failure = "a member cannot be started again: " + e;
    } catch (ClusterException e) {
      failure = e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Ends it, after what it is about to submit was confirmed.
   *
   * @throws ClusterException when something was never confirmed
   */
  void finish() throws InterruptedException {
    done = true;
    thread.join();
    if (failure != null) {
      throw new ClusterException(failure);
    }
  }

  @Override
  public void close() {
    done = true;
    thread.interrupt();
  }
}
