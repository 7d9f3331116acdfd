package cbd.coordinator.store;

import cbd.domain.SweepId;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a store, while a coordinator writes it or not; never changes it. Thread-safe; every method
 * blocks, sees one consistent moment, and throws {@link StoreUnavailableException} when the disk
 * fails.
 */
public final class ReadOnlyStore implements AutoCloseable {

  /**
   * Opens an existing store.
   *
   * @throws StoreUnusableException when the file is missing, not a cbd store, or of another schema
   *     version; it is never created or migrated
   */
  public static ReadOnlyStore open(Path file) {
    throw new UnsupportedOperationException("soon");
  }

  /** All sweeps, the latest first. */
  public List<SweepRow> sweeps() {
    throw new UnsupportedOperationException("soon");
  }

  public Optional<SweepRow> sweep(SweepId sweep) {
    throw new UnsupportedOperationException("soon");
  }

  /** The sweep file as it was submitted. */
  public Optional<String> sweepText(SweepId sweep) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * A page of a sweep's trials in grid order.
   *
   * @param states only trials in these; empty: all
   * @param after the {@link TrialRow#index} of the last trial of the page before, -1 for the first
   * @param limit at most so many
   */
  public List<TrialRow> trials(SweepId sweep, Set<TrialState> states, long after, int limit) {
    throw new UnsupportedOperationException("soon");
  }

  public Optional<TrialRow> trial(TrialId trial) {
    throw new UnsupportedOperationException("soon");
  }

  /** Trials whose id starts with these hexadecimal digits, at most ten. */
  public List<TrialId> trialsStartingWith(String digits) {
    throw new UnsupportedOperationException("soon");
  }

  /** A trial's attempts, the first first. */
  public List<AttemptRow> attempts(TrialId trial) {
    throw new UnsupportedOperationException("soon");
  }

  /** A trial's measurements of all attempts, in the order they were reported. */
  public List<EpochRow> epochs(TrialId trial) {
    throw new UnsupportedOperationException("soon");
  }

  /** What happened to a trial, in order; without the acceptance of its sweeps. */
  public List<HistoryEntry> history(TrialId trial) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * What happened to everything, in order.
   *
   * @param after the {@link HistoryEntry#number} of the last entry of the page before, 0 for the
   *     first
   * @param limit at most so many
   */
  public List<HistoryEntry> history(long after, int limit) {
    throw new UnsupportedOperationException("soon");
  }

  /** The finished trials of a sweep in grid order: the leaderboard's input. */
  public List<FinishedTrial> finished(SweepId sweep) {
    throw new UnsupportedOperationException("soon");
  }

  @Override
  public void close() {}
}
