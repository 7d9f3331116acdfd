package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A line for each change: for pipes, files and logs. */
public final class LineDisplay implements ProgressDisplay {
  private final PrintWriter out;
  private final TrialNames names;
  private Map<String, String> told = Map.of();
  private @Nullable Map<String, Long> counts;
  private boolean toldTimeLeft = false;
  private boolean toldUnattended;

  public LineDisplay(PrintWriter out, TrialNames names) {
    this.out = out;
    this.names = names;
  }

  @Override
  public void show(Views.SweepView sweep, List<Views.TrialView> ended) {
    ended.forEach(trial -> out.println("  " + EndingWords.of(trial, names)));
    Views.Live live = sweep.live();
    if (live != null) {
      Map<String, String> now = new HashMap<>();
      for (Views.RunningView running : live.running()) {
        String epoch = epoch(running);
        now.put(running.trial(), epoch);
        if (!epoch.equals(told.get(running.trial()))) {
          out.println("  running   " + RunningLine.ofMeasurement(running, names));
        }
      }
      told = now;
    }
    boolean foretold = SweepWords.eta(sweep) != null;
    boolean alone = SweepWords.isUnattended(sweep);
    if (!Objects.equals(counts, sweep.trials())
        || (foretold && !toldTimeLeft)
        || alone != toldUnattended) {
      toldTimeLeft |= foretold;
      toldUnattended = alone;
      counts = Map.copyOf(sweep.trials());
      out.println(sweep.id() + ": " + SweepWords.progress(sweep));
    }
    out.flush();
  }

  /** What was measured last: a new line per measurement, not per batch. */
  private static String epoch(Views.RunningView running) {
    Map<String, @Nullable Object> last = running.lastEpoch();
    return running.lease() + (last == null ? "" : " " + last.get("phase") + last.get("epoch"));
  }

  @Override
  public void note(String line) {
    out.println(line);
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
