package cbd.domain;

/** How an attempt ended. */
public sealed interface TrialOutcome {

  /** It trained to the end. */
  record Succeeded(TrialResult result) implements TrialOutcome {}

  /**
   * It did not.
   *
   * @param failure what class of failure; decides whether another attempt makes sense
   * @param message one sentence for a person
   * @param detail stack trace or the end of the log; may be empty
   */
  record Failed(Failure failure, String message, String detail) implements TrialOutcome {}

  /** It was asked to stop and did, within one batch. */
  record Stopped() implements TrialOutcome {}
}
