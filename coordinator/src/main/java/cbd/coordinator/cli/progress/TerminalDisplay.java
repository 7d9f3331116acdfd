package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.words.Paragraph;
import cbd.coordinator.cli.words.TrialNames;
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
 * A bar, how the sweep stands in words, and a line for each running trial, which stay where they
 * are; what has ended scrolls away above them. The bar's text is the library's; it only knows how
 * to keep one line in its place, so the lines are placed here.
 */
public final class TerminalDisplay implements ProgressDisplay {
  /** Words and running trials; with the bar and how many more there are, a small screen's worth. */
  private static final int MOST_LINES = 16;

  private static final int LEAST_RUNNING = 4;
  private static final String RED = "\033[31m";
  private static final String PLAIN = "\033[0m";

  private final PrintWriter out;
  private final int width;
  private final TrialNames names;
  private final boolean coloured;
  private volatile String bar = "";
  private volatile @Nullable Duration eta;
  private @Nullable ProgressBar progress;
  private List<String> lines = List.of();

  /**
   * @param width columns of the terminal
   * @param coloured whether failures are red
   */
  public TerminalDisplay(PrintWriter out, int width, TrialNames names, boolean coloured) {
    this.out = out;
    this.coloured = coloured;
    this.names = names;
    this.width = Math.max(40, width);
  }

  @Override
  public void show(Views.SweepView sweep, List<Views.TrialView> ended) {
    Views.Eta left = SweepWords.eta(sweep);
    eta = left == null ? null : Duration.ofMillis(Math.round(1000 * left.seconds()));
    List<String> fixed = new ArrayList<>();
    fixed.add(drawnBar(sweep));
    // The bar knows neither a range nor that nobody is there to train.
    List<String> words = Paragraph.lines(SweepWords.progress(sweep), width - 3);
    words.forEach(line -> fixed.add("  " + line));
    Views.Live live = sweep.live();
    if (live != null) {
      int room = Math.max(LEAST_RUNNING, MOST_LINES - words.size());
      live.running().stream()
          .limit(room)
          .forEach(running -> fixed.add("  " + RunningLine.of(running, names)));
      if (live.running().size() > room) {
        fixed.add("  and " + (live.running().size() - room) + " more");
      }
    }
    replace(ended.stream().map(this::ending).toList(), fixed);
  }

  private String ending(Views.TrialView trial) {
    String line = EndingWords.of(trial, names);
    return coloured && trial.state().equals("failed") ? RED + line + PLAIN : line;
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
    shown.maxHint(sweep.size()); // A sweep that repeats until its intervals are small grows.
    shown.stepTo(sweep.done());
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
