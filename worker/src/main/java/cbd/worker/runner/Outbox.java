package cbd.worker.runner;

import cbd.domain.LeaseId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reports that the coordinator has not acknowledged, oldest first. Only the first is on its way at
 * any time: a report that overtook another would end the lease the other belongs to. Not
 * thread-safe.
 */
final class Outbox {
  private final Deque<Report> reports = new ArrayDeque<>();

  void add(Report report) {
    reports.addLast(report);
  }

  Optional<Report> first() {
    return Optional.ofNullable(reports.peekFirst());
  }

  int size() {
    return reports.size();
  }

  /** Leases of the reports; one may come several times. */
  Stream<LeaseId> leases() {
    return reports.stream().map(Report::lease);
  }

  /** Forgets a report; whether it was there. */
  boolean acknowledge(LeaseId lease, long sequence) {
    return reports.removeIf(
        report -> report.lease().equals(lease) && report.sequence() == sequence);
  }

  /** Forgets a lease's reports: nobody wants them. */
  void drop(LeaseId lease) {
    reports.removeIf(report -> report.lease().equals(lease));
  }
}
