package cbd.worker.runner;

import cbd.domain.TrialOutcome;

/** Cuts outcomes to a size that fits a frame of the cluster, 256 KiB, however they are encoded. */
final class Outcomes {
  private static final int MESSAGE_CHARS = 2_000;
  private static final int DETAIL_CHARS = 16_000;

  private Outcomes() {}

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
