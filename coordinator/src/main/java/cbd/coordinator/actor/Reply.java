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
   * @param unfinished of the others, those that ended without a result: they stay as they are until
   *     somebody retries them
   */
  record Submitted(SweepId sweep, boolean created, int trials, int newTrials, int unfinished)
      implements Reply {}

  /**
   * Done and stored.
   *
   * @param trials how many trials changed; 0 when there was nothing to do
   * @param shared how many were left as they are, for other sweeps hold them too
   */
  record Changed(int trials, int shared) implements Reply {}

  /**
   * A worker is, or was already, as it was wanted.
   *
   * @param changed whether anything changed
   * @param running attempts that it still runs
   */
  record Steered(boolean changed, int running) implements Reply {}

  /** There is no such sweep, trial or worker. */
  record Unknown() implements Reply {}

  /** The store cannot write for now, so nothing was changed; why, and what happens next. */
  record Unavailable(String why) implements Reply {}
}
