package cbd.coordinator.checkpoint;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A depot and the one thread that uses it, in the order in which it is given work: what is said of
 * a trial's end must come after the pieces that came before.
 */
public final class CheckpointRoom {
  /** A message for each holds an eighth of a megabyte. */
  private static final int PIECES = 128;

  private final CheckpointDepot depot;
  private final Executor thread;
  private final Semaphore pieces = new Semaphore(PIECES);

  /**
   * A room with a thread of somebody else's.
   *
   * @param thread may block; takes all work, one after the other
   */
  public CheckpointRoom(CheckpointDepot depot, Executor thread) {
    this.depot = depot;
    this.thread = thread;
  }

  /** One that keeps the process alive no longer than it lives otherwise. */
  public static CheckpointRoom of(Path folder, long budgetBytes) {
    return new CheckpointRoom(
        new CheckpointDepot(folder, budgetBytes),
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "cbd-checkpoints");
              thread.setDaemon(true);
              return thread;
            }));
  }

  /** Does small work later, however much waits: for what is said only once. */
  public void later(Consumer<CheckpointDepot> work) {
    thread.execute(() -> work.accept(depot));
  }

  /**
   * Does work on a piece of a checkpoint later, unless too much of that waits.
   *
   * @return whether it will be done
   */
  public boolean laterIfFew(Consumer<CheckpointDepot> work) {
    if (!pieces.tryAcquire()) {
      return false;
    }
    thread.execute(
        () -> {
          try {
            work.accept(depot);
          } finally {
            pieces.release();
          }
        });
    return true;
  }
}
