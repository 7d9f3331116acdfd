package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.cli.words.TrialWords;
import cbd.coordinator.http.Views;

/** One line about an attempt under way. */
public final class RunningLine {
  private RunningLine() {}

  /** {@code badnets 10% / cbd / repeat 0 final 3/8 CA 71.2 % ASR 4.1 % worker-1/0}. */
  public static String of(Views.RunningView running, TrialNames names) {
    return line(running, names, TrialWords.epoch(running));
  }

  /** The same, but with the epoch that the scores are of in place of the one under way. */
  static String ofMeasurement(Views.RunningView running, TrialNames names) {
    return line(running, names, TrialWords.measuredEpoch(running));
  }

  private static String line(Views.RunningView running, TrialNames names, String epoch) {
    String attempt = running.attempt() == 1 ? "" : "  (attempt " + running.attempt() + ")";
    return String.format(
        "%-34s  %-17s  %-25s  %s%s",
        names.of(running.spec()),
        epoch,
        TrialWords.scores(running.lastEpoch()),
        running.slot(),
        attempt);
  }
}
