package cbd.coordinator.cli.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load came to.
 *
 * @param sweeps that were there before the clients' own
 * @param requestsPerSecond answered as they should be
 * @param asked questions in all windows
 * @param tooMany of them, refused because one address asked too often
 * @param refused of them, answered with any other status than one of success
 * @param broken of them, not answered at all
 * @param routes what each took
 * @param pictures events that listeners got
 * @param pictureP50Millis from one to the next
 * @param pictureP99Millis the same, exceeded by one in a hundred
 * @param listenersLost streams that broke
 * @param listenedBytesPerSecond to all listeners together
 * @param epochsPerSecond measurements stored and acknowledged
 * @param acknowledgeP50Millis from a measurement to its acknowledgement
 * @param acknowledgeP99Millis the same, exceeded by one in a hundred
 * @param dispatched orders to start that followed a result
 * @param dispatchP50Millis from a slot's result to its next order to start
 * @param dispatchP99Millis the same, exceeded by one in a hundred
 * @param resent reports that were sent again for want of an answer
 * @param workersLost times that a worker was silent for too long, from first to last
 * @param leasesExpired leases that were lost, from first to last
 * @param silence of a worker in seconds, the longest of each look; a pulse is due every five
 * @param cores that the coordinator kept busy
 * @param heapBytes in use, garbage included
 * @param threads of the coordinator
 * @param mailbox messages that waited for its actor
 * @param peakMemoryBytes the most resident memory; null where the system does not say
 * @param loadAverage of the machine before anything was started; negative where unknown
 */
public record LoadFigures(
    int sweeps,
    Spread requestsPerSecond,
    int asked,
    int tooMany,
    int refused,
    int broken,
    List<Route> routes,
    int pictures,
    double pictureP50Millis,
    double pictureP99Millis,
    int listenersLost,
    double listenedBytesPerSecond,
    Spread epochsPerSecond,
    double acknowledgeP50Millis,
    double acknowledgeP99Millis,
    long dispatched,
    double dispatchP50Millis,
    double dispatchP99Millis,
    long resent,
    int workersLost,
    int leasesExpired,
    Spread silence,
    Spread cores,
    Spread heapBytes,
    Spread threads,
    Spread mailbox,
    @Nullable Long peakMemoryBytes,
    double loadAverage) {

  /**
   * What the answers of one route took.
   *
   * @param n questions
   * @param failed of them
   * @param bytes of an answer, on average
   */
  public record Route(
      String name,
      int n,
      int failed,
      double p50Millis,
      double p95Millis,
      double p99Millis,
      double longestMillis,
      long bytes) {}
}
