package cbd.worker.runner;

import cbd.domain.EpochMetrics;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;

/** What the coordinator must hear of an attempt, and must say that it has. */
public sealed interface Report {

  LeaseId lease();

  /** Of this lease's reports, from 1, without a gap. */
  long sequence();

  /** An epoch was measured. */
  record Epoch(LeaseId lease, long sequence, EpochMetrics metrics) implements Report {}

  /** The attempt is over; the last report of its lease. */
  record End(LeaseId lease, long sequence, TrialOutcome outcome) implements Report {}
}
