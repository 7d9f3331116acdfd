package cbd.worker.metrics;

import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics}. */
public final class MetricsServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsServer.class);
  private static final int TRIES = 100;

  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /**
   * Starts to serve, with the metrics of the JVM beside our own.
   *
   * @param port 0 for any; a busy one is passed over for the next that is free
   * @throws IOException when none of a hundred is free, or the host is not this machine's
   */
  public static MetricsServer start(WorkerMetrics metrics, String host, int port)
      throws IOException {
    DefaultExports.register(metrics.registry());
    for (int i = 0; ; i++) {
      try {
        HTTPServer server =
            new HTTPServer.Builder()
                .withInetSocketAddress(new InetSocketAddress(host, port == 0 ? 0 : port + i))
                .withRegistry(metrics.registry())
                .withDaemonThreads(true)
                .build();
        log.info("Metrics are served. url=http://{}:{}/metrics", host, server.getPort());
        return new MetricsServer(server);
      } catch (BindException e) {
        if (port == 0 || i == TRIES || port + i == 65_535) {
          throw e;
        }
        log.info("Metrics port is busy, the next is tried. port={}", port + i);
      }
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
