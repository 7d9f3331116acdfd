package cbd.worker.actor;

import cbd.worker.runner.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the coordinator has all that slots which have stopped working leave behind: reports,
 * and before an attempt is handed back its last checkpoint, which may have gigabytes. What it does
 * not get is on disk: reports for the worker's next start, checkpoints for attempts on this
 * machine.
 *
 * @param silence how long nothing is taken before it is given up
 * @param longest all in all
 * @param look how often it is looked whether more was taken; it may wait so much longer
 * @param nanos the time
 */
record Goodbye(Duration silence, Duration longest, Duration look, LongSupplier nanos) {
  private static final Logger log = LoggerFactory.getLogger(Goodbye.class);

  /** A little longer than a checkpoint is waited for, so that its attempt is still handed back. */
  static final Goodbye USUAL =
      new Goodbye(
          CheckpointSender.Patience.SILENCE.plusSeconds(10),
          CheckpointSender.Patience.LONGEST.plusMinutes(1),
          Duration.ofSeconds(1),
          System::nanoTime);

  private static final Duration WORD = Duration.ofSeconds(40);

  /**
   * Blocks until all is taken or it is given up, and says in the log what is waited for.
   *
   * @param cutOff completes when no answer can come any more
   * @return whether all is taken
   * @throws InterruptedException when this thread shall not wait any more
   */
  boolean await(List<Slot> slots, CompletableFuture<?> cutOff) throws InterruptedException {
    CompletableFuture<Void> delivered =
        CompletableFuture.allOf(
            slots.stream().map(Slot::delivered).toArray(CompletableFuture[]::new));
    CompletableFuture<?> over = CompletableFuture.anyOf(delivered, cutOff);
    if (!over.isDone()) {
      log.info(
          "Waits until the coordinator has the last checkpoints and reports. slots={}"
              + " silenceSeconds={} longestSeconds={}",
          waiting(slots),
          silence.toSeconds(),
          longest.toSeconds());
    }
    long begin = nanos.getAsLong();
    long risen = begin;
    long said = begin;
    long taken = answers(slots);
    while (!isDone(over)) {
      long now = nanos.getAsLong();
      long answers = answers(slots);
      if (answers != taken) {
        taken = answers;
        risen = now;
      }
      if (now - risen >= silence.toNanos()) {
        log.warn(
            "The coordinator takes nothing more; what is left stays on disk. slots={} seconds={}",
            waiting(slots),
            silence.toSeconds());
        return false;
      }
      if (now - begin >= longest.toNanos()) {
        log.warn(
            "The coordinator takes too long; the rest stays on disk. slots={}", waiting(slots));
        return false;
      }
      if (now - said >= WORD.toNanos()) {
        said = now;
        log.info(
            "Still waits for the coordinator. slots={} takenPieces={} longestSeconds={}",
            waiting(slots),
            taken,
            longest.minusNanos(now - begin).toSeconds());
      }
    }
    return delivered.isDone();
  }

  private boolean isDone(CompletableFuture<?> over) throws InterruptedException {
    try {
      over.get(look.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true; // The actor system ended badly, but it ended.
    }
  }

  private static long answers(List<Slot> slots) {
    return slots.stream().mapToLong(Slot::answers).sum();
  }

  private static List<Integer> waiting(List<Slot> slots) {
    return slots.stream().filter(slot -> !slot.delivered().isDone()).map(Slot::index).toList();
  }
}
