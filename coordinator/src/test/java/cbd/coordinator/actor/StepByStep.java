package cbd.coordinator.actor;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An executor on which the test decides when the next call of the store happens. */
final class StepByStep implements Executor {
  private static final long PATIENCE_SECONDS = 60;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
  private final Runnable settled;

  /**
   * @param settled waits until whoever asked for a call is ready to hear of its end: else that is
   *     told him later than what the test says next
   */
  StepByStep(Runnable settled) {
    this.settled = settled;
  }

  @Override
  public void execute(Runnable call) {
    waiting.add(call);
  }

  /** Waits for the next call and makes it. */
  void step() {
    try {
      Runnable call = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("the store was not called");
      }
      settled.run();
      call.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }
}
