package cbd.coordinator.cli.bench;

import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.http.Views;
import java.time.Duration;
import java.time.Instant;

/**
 * A coordinator at one moment, as its own metrics and workers tell.
 *
 * @param nanos when
 * @param cpuSeconds that its process has used
 * @param heapBytes in use, garbage included
 * @param threads that live
 * @param mailbox messages that wait for its actor
 * @param workersLost times that a worker was silent for too long
 * @param leasesExpired leases that ended for want of progress
 * @param silence seconds since the worker spoke that has been silent for longest
 */
record Vitals(
    long nanos,
    double cpuSeconds,
    double heapBytes,
    double threads,
    double mailbox,
    double workersLost,
    double leasesExpired,
    double silence) {

  /**
   * Looks.
   *
   * @param now by the coordinator's clock, which is this machine's
   */
  static Vitals of(CoordinatorClient client, Instant now) {
    String scrape = client.metrics();
    double silence =
        client.workers().stream()
            .map(Views.WorkerView::lastHeard)
            .map(Instant::parse)
            .mapToDouble(heard -> Duration.between(heard, now).toMillis() / 1e3)
            .max()
            .orElse(0);
    return new Vitals(
        System.nanoTime(),
        value(scrape, "process_cpu_seconds_total"),
        value(scrape, "jvm_memory_bytes_used{area=\"heap\",}"),
        value(scrape, "jvm_threads_current"),
        value(scrape, "cbd_mailbox_length"),
        value(scrape, "cbd_workers_lost_total"),
        value(scrape, "cbd_leases_expired_total"),
        silence);
  }

  /** Cores that were busy since an earlier moment. */
  double cores(Vitals earlier) {
    return (cpuSeconds - earlier.cpuSeconds) / ((nanos - earlier.nanos) / 1e9);
  }

  /**
   * A series of a scrape.
   *
   * @return NaN when it is not there
   */
  static double value(String scrape, String series) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length()).strip()))
        .findFirst()
        .orElse(Double.NaN);
  }
}
