package cbd.coordinator.actor;

import cbd.domain.SweepId;

/** What becomes of a wish. */
public sealed interface Reply {

  /**
   * The sweep is stored.
   *
   * @param created false when the very same sweep was known already; then nothing has changed
   * @param trials of the sweep
   * @param newTrials of them that no earlier sweep brought
   */
  record Submitted(SweepId sweep, boolean created, int trials, int newTrials) implements Reply {}

  /**
   * Done and stored.
   *
   * @param trials how many trials changed; 0 when there was nothing to do
   */
  record Changed(int trials) implements Reply {}

  /** There is no such sweep or trial. */
  record Unknown() implements Reply {}

  /** The store cannot write for now, so nothing was changed; why, and what happens next. */
  record Unavailable(String why) implements Reply {}
}
