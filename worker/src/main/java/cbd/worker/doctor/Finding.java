package cbd.worker.doctor;

/**
 * What was found.
 *
 * @param health how bad it is
 * @param subject what was looked at, in a word or two
 * @param text what was seen
 * @param advice what to do about it; empty where all is well
 */
public record Finding(Health health, String subject, String text, String advice) {
  /** How bad it is. */
  public enum Health {
    /** Nothing needs to be done. */
    OK,
    /** It works, but will hurt sooner or later. */
    DOUBTFUL,
    /** It does not work. */
    ILL
  }

  static Finding ok(String subject, String text) {
    return new Finding(Health.OK, subject, text, "");
  }

  static Finding doubtful(String subject, String text, String advice) {
    return new Finding(Health.DOUBTFUL, subject, text, advice);
  }

  static Finding ill(String subject, String text, String advice) {
    return new Finding(Health.ILL, subject, text, advice);
  }
}
