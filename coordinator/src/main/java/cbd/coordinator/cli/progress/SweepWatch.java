package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.Views;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks at a sweep again and again until all of its trials have ended. A coordinator that goes away
 * is waited for: it goes on where it was when it comes back.
 */
public final class SweepWatch {
  private final SweepSource source;
  private final ProgressDisplay display;
  private final Duration period;

  /** Nobody ever counts it down: waiting for it is a pause that an interrupt ends. */
  private final CountDownLatch never = new CountDownLatch(1);

  /**
   * @param period between two looks
   */
  public SweepWatch(SweepSource source, ProgressDisplay display, Duration period) {
    this.source = source;
    this.display = display;
    this.period = period;
  }

  /**
   * Watches to the end.
   *
   * @param beforeEachLook throws what should end the watching early
   * @return the sweep as it ended
   * @throws InterruptedException when the thread is interrupted
   */
  public Views.SweepView toTheEnd(Runnable beforeEachLook) throws InterruptedException {
    Endings endings = new Endings(source);
    boolean away = false;
    while (true) {
      beforeEachLook.run();
      try {
        Views.SweepView sweep = source.sweep();
        if (away) {
          display.note("The coordinator is back.");
          away = false;
        }
        display.show(sweep, endings.upTo(sweep));
        if (sweep.done() == sweep.size()) {
          return sweep;
        }
      } catch (UnreachableException e) {
        away = away(away, e);
      } catch (RefusedException e) {
        if (!e.isForNow()) {
          throw e;
        }
        away = away(away, e);
      }
      never.await(period.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private boolean away(boolean already, RuntimeException why) {
    if (!already) {
      display.note(
          "Waiting: " + why.getMessage() + ". The sweep goes on when the coordinator is back.");
    }
    return true;
  }
}
