package cbd.coordinator.cli.progress;

import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar and a line for each running trial, which stay where they are; what has ended scrolls away
 * above them. The bar's text is the library's; it only knows how to keep one line in its place, so
 * the lines are placed here.
 */
public final class TerminalDisplay implements ProgressDisplay {
  private static final int MOST_LINES = 16;

  private final PrintWriter out;
  private final int width;
  private volatile String bar = "";
  private volatile @Nullable Duration eta;
  private @Nullable ProgressBar progress;
  private List<String> lines = List.of();

  /**
   * @param width columns of the terminal
   */
  public TerminalDisplay(PrintWriter out, int width) {
    this.out = out;
    this.width = Math.max(40, width);
  }

  @Override
  public void show(Views.SweepView sweep, List<Views.TrialView> ended) {
    Views.Eta left = SweepWords.eta(sweep);
    eta = left == null ? null : Duration.ofMillis(Math.round(1000 * left.seconds()));
    List<String> fixed = new ArrayList<>();
    fixed.add(drawnBar(sweep));
    Views.Live live = sweep.live();
    if (live != null) {
      live.running().stream()
          .limit(MOST_LINES)
          .forEach(running -> fixed.add("  " + RunningLine.of(running)));
      if (live.running().size() > MOST_LINES) {
        fixed.add("  and " + (live.running().size() - MOST_LINES) + " more");
      }
    }
    replace(ended.stream().map(EndingWords::of).toList(), fixed);
  }

  private String drawnBar(Views.SweepView sweep) {
    ProgressBar shown = progress;
    if (shown == null) {
      shown =
          ProgressBar.builder()
              .setTaskName(sweep.id())
              .setInitialMax(sweep.size())
              .setUnit(" trials", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(Integer.MAX_VALUE)
              .continuousUpdate()
              .setMaxRenderedLength(width - 1)
              .setEtaFunction(state -> Optional.ofNullable(eta))
              .setConsumer(new DelegatingProgressBarConsumer(text -> bar = text, width - 1))
              .build();
      progress = shown;
    }
    shown.stepTo(sweep.done());
    long failed = sweep.trials().getOrDefault("failed", 0L);
    shown.setExtraMessage(failed == 0 ? "" : failed + " failed");
    shown.refresh();
    return bar;
  }

  @Override
  public void note(String line) {
    replace(List.of(line), lines);
  }

  private void replace(List<String> above, List<String> fixed) {
    if (!lines.isEmpty()) {
      // Up, to the left, and everything from there on away (ECMA-48).
      out.printf("\033[%dA\r\033[J", lines.size());
    }
    above.forEach(out::println);
    lines = fixed.stream().map(this::cut).toList();
    lines.forEach(out::println);
    out.flush();
  }

  /** A line that wraps would be two, and the next picture would start too low. */
  private String cut(String line) {
    return line.length() < width ? line : line.substring(0, width - 1);
  }

  @Override
  public void close() {
    ProgressBar shown = progress;
    if (shown != null) {
      shown.close();
      progress = null;
    }
    lines = List.of();
    out.flush();
  }
}
