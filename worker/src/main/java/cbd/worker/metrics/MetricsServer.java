package cbd.worker.metrics;

import cbd.tls.Tls;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /metrics}; encrypted, for those alone who show a certificate of the cluster. */
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
   * @param tls of this worker; empty: plain text
   * @throws IOException when none of a hundred is free, or the host is not this machine's
   */
  public static MetricsServer start(WorkerMetrics metrics, String host, int port, Optional<Tls> tls)
      throws IOException {
    DefaultExports.register(metrics.registry());
    for (int i = 0; ; i++) {
      try {
        HTTPServer.Builder builder =
            new HTTPServer.Builder()
                .withInetSocketAddress(new InetSocketAddress(host, port == 0 ? 0 : port + i))
                .withRegistry(metrics.registry())
                .withDaemonThreads(true);
        tls.ifPresent(own -> builder.withHttpsConfigurator(new ForMembers(own)));
        HTTPServer server = builder.build();
        log.info(
            "Metrics are served. url={}://{}:{}/metrics",
            tls.isPresent() ? "https" : "http",
            host,
            server.getPort());
        return new MetricsServer(server);
      } catch (BindException e) {
        if (port == 0 || i == TRIES || port + i == 65_535) {
          throw e;
        }
        log.info("Metrics port is busy, the next is tried. port={}", port + i);
      }
    }
  }

  /** Asks whoever comes for a certificate. */
  private static final class ForMembers extends HttpsConfigurator {
    ForMembers(Tls tls) {
      super(tls.context());
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
      wanted.setNeedClientAuth(true);
      parameters.setSSLParameters(wanted);
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
