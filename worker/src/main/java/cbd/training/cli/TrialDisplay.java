package cbd.training.cli;

import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.text.Words;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a trial's progress: a line per epoch, and on a terminal a bar with an ETA. */
interface TrialDisplay extends AutoCloseable {

  void show(Progress progress);

  void show(EpochMetrics metrics);

  /** Takes the bar away; may be called twice. */
  @Override
  void close();

  static TrialDisplay on(PrintWriter err, boolean terminal) {
    return terminal ? new Bar(err) : new Lines(err);
  }

  /** One line about an epoch. */
  static String line(EpochMetrics metrics) {
    double seconds = metrics.seconds();
    return String.format(
        Locale.ROOT,
        "%s epoch %3d  loss %7.4f  CA %6.2f %%  ASR %6.2f %%  RA %6.2f %%  %5.1f s  %4.0f"
            + " images/s%s",
        metrics.phase() == Phase.BACKDOORED ? "backdoored" : "final     ",
        metrics.epoch(),
        metrics.loss(),
        100 * metrics.scores().cleanAccuracy(),
        100 * metrics.scores().attackSuccessRate(),
        100 * metrics.scores().robustAccuracy(),
        seconds,
        seconds == 0 ? 0 : metrics.images() / seconds,
        metrics.diagnostics() instanceof Diagnostics.Cbd cbd ? weights(cbd) : "");
  }

  private static String weights(Diagnostics.Cbd cbd) {
    return String.format(
        Locale.ROOT,
        "  weights: poisoned %.3f, clean %.3f",
        cbd.poisonedWeights().mean(),
        cbd.cleanWeights().mean());
  }

  /** For files and pipes. */
  final class Lines implements TrialDisplay {
    private final PrintWriter err;

    Lines(PrintWriter err) {
      this.err = err;
    }

    @Override
    public void show(Progress progress) {}

    @Override
    public void show(EpochMetrics metrics) {
      err.println(line(metrics));
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }
  }

  /** For a person at a terminal. */
  final class Bar implements TrialDisplay {
    private static final int MARKS = 1000;

    private final PrintWriter err;
    private final ProgressBar bar;

    Bar(PrintWriter err) {
      this.err = err;
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(MARKS)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .build();
    }

    @Override
    public void show(Progress progress) {
      bar.stepTo(Math.round(MARKS * progress.done()));
      bar.setExtraMessage(
          " " + Words.of(progress.phase()) + " " + progress.epoch() + "/" + progress.epochs());
    }

    @Override
    public void show(EpochMetrics metrics) {
      err.println("\r" + line(metrics));
      err.flush();
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
