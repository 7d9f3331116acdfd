package cbd.coordinator.schedule;

import cbd.domain.LeaseId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The last reports of leases that ended with them, so that a second copy is told from a stale
 * worker. Holds the latest ones only: older copies count as stale, which is acknowledged as well.
 */
final class FinalReports {
  private static final int KEPT = 10_000;

  private final Map<LeaseId, Long> sequences =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LeaseId, Long> eldest) {
          return size() > KEPT;
        }
      };

  void note(Event event) {
    if (event instanceof Event.TrialSucceeded succeeded) {
      sequences.put(succeeded.lease(), succeeded.sequence());
    } else if (event instanceof Event.AttemptFailed failed) {
      sequences.put(failed.lease(), failed.sequence());
    }
  }

  /** Whether the lease ended with a report and this is that one or one before it. */
  boolean covers(LeaseId lease, long sequence) {
    Long last = sequences.get(lease);
    return last != null && sequence <= last;
  }
}
