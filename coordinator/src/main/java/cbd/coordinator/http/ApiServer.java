package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.store.ReadOnlyStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.json.JavalinJackson;
import io.prometheus.client.CollectorRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The HTTP server of a coordinator. Reads come from the store, so they are what is on disk and go
 * on while nobody is active; changes go to the active coordinator through the front desk.
 */
public final class ApiServer implements AutoCloseable {
  /** Where the API begins; another major version gets another path. */
  public static final String BASE = "/api/v1";

  /** Bytes of a request's body; a sweep file describes 100,000 trials in far less. */
  static final long BODY_LIMIT = 1 << 20;

  private final Javalin server;
  private final InetAddress host;

  private ApiServer(Javalin server, InetAddress host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Starts to serve.
   *
   * @param port 0 for any free one
   * @throws RuntimeException when the port cannot be had
   */
  public static ApiServer start(
      InetAddress host, int port, FrontDesk desk, ReadOnlyStore store, CollectorRegistry registry) {
    ObjectMapper json = new ObjectMapper();
    Javalin server =
        Javalin.create(
            config -> {
              quiet(config);
              config.http.maxRequestSize = BODY_LIMIT;
              config.http.prefer405over404 = true;
              config.jsonMapper(new JavalinJackson(json, false));
              config.routes.before(new OriginGuard(host.isLoopbackAddress()));
              new Problems(json).install(config.routes);
              new SweepRoutes(desk, store).install(config.routes);
              new TrialRoutes(desk, store).install(config.routes);
              new LeaderboardRoute(store).install(config.routes);
              new ClusterRoutes(desk, registry).install(config.routes);
            });
    return new ApiServer(server.start(host.getHostAddress(), port), host);
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(host, server.port());
  }

  @Override
  public void close() {
    server.stop();
  }
}
