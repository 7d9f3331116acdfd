package cbd.coordinator;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a coordinator is told at its start.
 *
 * @param host address of both ports; other machines reach it there
 * @param port of the cluster's protocol; 0 for any free one
 * @param httpPort of the HTTP API; 0 for any free one
 * @param directory where the store is kept
 * @param leaseDuration how long an attempt may go without progress
 */
record CoordinatorSettings(
    InetAddress host, int port, int httpPort, Path directory, Duration leaseDuration) {

  /** The store's file. */
  Path store() {
    return directory.resolve("cbd.db");
  }
}
