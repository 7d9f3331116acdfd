package cbd.worker.runner;

import cbd.domain.TrialOutcome;

/** Outcomes made short. */
final class Outcomes {
  private static final int MESSAGE_CHARS = 2_000;
  private static final int DETAIL_CHARS = 16_000;

  private Outcomes() {}

  /** One line for the log. */
  static String brief(TrialOutcome outcome) {
    return outcome instanceof TrialOutcome.Failed failed
        ? failed.failure() + " (" + failed.message().lines().findFirst().orElse("") + ")"
        : outcome.getClass().getSimpleName();
  }

  /** Whether another attempt would end the same way, so that nobody needs to go on. */
  static boolean isFinal(TrialOutcome outcome) {
    return outcome instanceof TrialOutcome.Succeeded
        || (outcome instanceof TrialOutcome.Failed failed && !failed.failure().retryable());
  }

  /** Cut to a size that fits a frame of the cluster, 256 KiB, however it is encoded. */
  static TrialOutcome trimmed(TrialOutcome outcome) {
    if (outcome instanceof TrialOutcome.Failed failed) {
      return new TrialOutcome.Failed(
          failed.failure(),
          cut(failed.message(), MESSAGE_CHARS),
          cut(failed.detail(), DETAIL_CHARS));
    }
    return outcome;
  }

  /** A report too large for a frame would be refused, and sent again, for ever. */
  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars) + " …";
  }
}
