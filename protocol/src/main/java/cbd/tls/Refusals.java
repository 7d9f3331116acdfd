package cbd.tls;

/** Hears of every peer that was turned away before it could say anything. Called on any thread. */
@FunctionalInterface
public interface Refusals {
  /** Nobody counts; the log tells all the same. */
  Refusals UNCOUNTED = why -> {};

  /**
   * A peer was turned away.
   *
   * @param why in words, such as {@code its certificate expired on 2026-11-23}
   */
  void refused(String why);
}
