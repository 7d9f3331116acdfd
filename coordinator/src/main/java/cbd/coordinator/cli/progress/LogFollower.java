package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.Views;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads a trial's log on and on, from attempt to attempt, until the trial has ended. Where it is it
 * says in each question, so that it goes on there whoever answers: a coordinator or a worker that
 * goes away is waited for.
 */
public final class LogFollower {
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "stopped");

  /** The end of a log may come a little after the attempt's. */
  private static final int LATE = 5;

  private final Source source;
  private final LogPrinter printer;
  private final Duration period;
  private final CountDownLatch never = new CountDownLatch(1);
  private String noted = "";

  /** Whom it asks. */
  public interface Source {
    /** The latest attempt's log, from as far back as it can be had. */
    Views.LogView latest();

    /** What came after this place of an attempt's log; 0 is its beginning. */
    Views.LogView after(int attempt, long from);
  }

  /**
   * @param period between two questions when nothing came
   */
  public LogFollower(Source source, LogPrinter printer, Duration period) {
    this.source = source;
    this.printer = printer;
    this.period = period;
  }

  /**
   * Follows to the end.
   *
   * @param first the answer to begin with
   * @throws InterruptedException when the thread is interrupted
   */
  public void toTheEnd(Views.LogView first) throws InterruptedException {
    Views.LogView view = first;
    int late = 0;
    while (true) {
      if (view.attempt() != null) {
        boolean fails = view.over() && view.trouble() != null;
        late = fails ? late + 1 : 0;
        if (!fails) {
          printer.lines(view);
        }
      }
      if (printer.isGone()) {
        return;
      }
      boolean isThrough = view.over() && (late == 0 || late > LATE);
      if (isThrough && late > 0) {
        printer.note(view.trouble() + " What it printed last is not here.");
      }
      Integer next = view.nextAttempt();
      if (isThrough && next != null) {
        noteEnd(view);
        late = 0;
        view = ask(next, 0);
        continue;
      }
      if (ENDED.contains(view.trialState()) && (view.attempt() == null || isThrough)) {
        printer.note("The trial " + view.trialState() + ".");
        return;
      }
      tellWhatIsWaitedFor(view, isThrough);
      boolean hasMore = !view.text().isEmpty() && !view.over();
      if (!hasMore) {
        never.await(period.toMillis(), TimeUnit.MILLISECONDS);
      }
      view = view.attempt() == null ? ask(0, 0) : ask(view.attempt(), view.next());
    }
  }

  /** Unless it was said already. */
  private void noteEnd(Views.LogView view) {
    String words = "Attempt " + view.attempt() + " " + view.attemptState();
    if (!noted.startsWith(words)) {
      noteOnce(words + ".");
    }
  }

  private void tellWhatIsWaitedFor(Views.LogView view, boolean isThrough) {
    if (view.attempt() == null) {
      noteOnce("The trial is " + view.trialState() + "; its first attempt is waited for.");
    } else if (isThrough) {
      noteOnce(
          "Attempt "
              + view.attempt()
              + " "
              + view.attemptState()
              + "; the trial is "
              + view.trialState()
              + ", its next attempt is waited for.");
    } else if (view.trouble() != null && !view.over()) {
      noteOnce(view.trouble() + " It is asked again.");
    }
  }

  /** Asks until somebody answers. */
  private Views.LogView ask(int attempt, long from) throws InterruptedException {
    while (true) {
      try {
        return attempt == 0 ? source.latest() : source.after(attempt, from);
      } catch (UnreachableException e) {
        noteOnce("Waiting: " + e.getMessage() + ". The trial does not.");
      } catch (RefusedException e) {
        if (!e.isForNow()) {
          throw e;
        }
        noteOnce("Waiting: " + e.getMessage());
      }
      never.await(period.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void noteOnce(String words) {
    if (!words.equals(noted)) {
      noted = words;
      printer.note(words);
    }
  }
}
