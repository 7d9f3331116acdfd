package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.cli.words.TrialWords;
import cbd.coordinator.http.Views;

/** One line about an attempt that ended. */
final class EndingWords {
  private EndingWords() {}

  static String of(Views.TrialView trial, TrialNames names) {
    String who = names.of(trial.spec());
    return switch (trial.state()) {
      case "succeeded" -> "done      " + who + "  " + result(trial);
      case "failed" -> "FAILED    " + who + "  (trial " + brief(trial) + "): " + trial.reason();
      case "cancelled" -> "cancelled " + who + "  (trial " + brief(trial) + ")";
      case "stopped" -> "stopped   " + who + "  (trial " + brief(trial) + "): " + trial.reason();
      case "paused" -> "paused    " + who + "  (trial " + brief(trial) + ")";
      case "cooling-down" ->
          String.format(
              "again     %s  attempt %d of %d failed: %s",
              who, trial.attempt(), trial.maxAttempts(), trial.reason());
      default ->
          String.format(
              "again     %s  attempt %d of %d", who, trial.attempt(), trial.maxAttempts());
    };
  }

  private static String result(Views.TrialView trial) {
    Object seconds = trial.result() == null ? null : trial.result().get("seconds");
    return TrialWords.scores(trial.result())
        + (seconds instanceof Number number ? "  in " + Amounts.seconds(number.doubleValue()) : "");
  }

  private static String brief(Views.TrialView trial) {
    return trial.id().substring(0, Math.min(8, trial.id().length()));
  }
}
