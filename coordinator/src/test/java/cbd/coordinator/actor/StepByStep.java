package cbd.coordinator.actor;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An executor on which the test decides when the next call of the store happens. */
final class StepByStep implements Executor {
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

  @Override
  public void execute(Runnable call) {
    waiting.add(call);
  }

  /** Waits for the next call and makes it. */
  void step() {
    try {
      Runnable call = waiting.poll(10, TimeUnit.SECONDS);
      if (call == null) {
        throw new AssertionError("the store was not called");
      }
      call.run();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }
}
