package cbd.domain;

import cbd.text.Default;

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

  /**
   * It was asked to stop and did, within one batch; nobody's failure.
   *
   * @param reason why the worker hands the attempt back, in words; empty when it was told to
   */
  record Stopped(@Default("") String reason) implements TrialOutcome {
    /** Stopped as it was told. */
    public Stopped() {
      this("");
    }
  }
}
