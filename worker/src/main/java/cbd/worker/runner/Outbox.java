package cbd.worker.runner;

import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.worker.metrics.WorkerMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reports that the coordinator has not acknowledged, oldest first. Only the first is on its way at
 * any time: a report that overtook another would end the lease the other belongs to.
 *
 * <p>What is taken out of here is removed from the disk as well, on a thread that may block. With
 * the last report of an attempt that ran, the end of its log becomes an {@link Enclosure}: not
 * before, for the coordinator takes none while the attempt's lease is valid. Not thread-safe.
 */
final class Outbox {
  private final Deque<Report> reports = new ArrayDeque<>();
  private final Map<LeaseId, Enclosure.Log> logs = new HashMap<>();

  private final int slot;
  private final RunnerHost host;
  private final WorkerMetrics metrics;

  Outbox(int slot, RunnerHost host, WorkerMetrics metrics) {
    this.slot = slot;
    this.host = host;
    this.metrics = metrics;
    show();
  }

  /** Adds a report behind all others, of an attempt that never ran. */
  void add(Report report) {
    reports.addLast(report);
    show();
  }

  /** Adds a report behind all others, of an attempt that runs or ran. */
  void add(Lease lease, Report report) {
    add(report);
    if (report instanceof Report.End) {
      logs.put(lease.id(), new Enclosure.Log(lease.id(), lease.trial()));
    }
  }

  Optional<Report> first() {
    return Optional.ofNullable(reports.peekFirst());
  }

  boolean isEmpty() {
    return reports.isEmpty();
  }

  /** Leases of the reports; one may come several times. */
  Stream<LeaseId> leases() {
    return reports.stream().map(Report::lease);
  }

  /**
   * Forgets a report that the coordinator has.
   *
   * @return whether it was the last one of its lease
   */
  boolean acknowledge(LeaseId lease, long sequence) {
    Optional<Report> known =
        reports.stream()
            .filter(report -> report.lease().equals(lease) && report.sequence() == sequence)
            .findFirst();
    known.ifPresent(reports::remove);
    boolean last = known.filter(Report.End.class::isInstance).isPresent();
    if (last) {
      settle(lease);
    }
    show();
    return last;
  }

  /** Forgets a lease's reports: nobody wants them. */
  void drop(LeaseId lease) {
    reports.removeIf(report -> report.lease().equals(lease));
    settle(lease);
    show();
  }

  private void settle(LeaseId lease) {
    host.aside(() -> host.spool().drop(lease));
    Enclosure.Log log = logs.remove(lease);
    if (log != null) {
      host.enclosures().add(log);
    }
  }

  private void show() {
    metrics.pendingReports(slot, reports.size());
  }
}
