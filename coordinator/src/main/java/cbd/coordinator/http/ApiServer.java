package cbd.coordinator.http;

import cbd.coordinator.access.Allowance;
import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.model.ModelCollector;
import cbd.coordinator.store.AccessStore;
import cbd.coordinator.store.ReadOnlyStore;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.json.JavalinJackson;
import io.prometheus.client.CollectorRegistry;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.server.NetworkConnectionLimit;

/**
 * The HTTP server of a coordinator: the API and the web page. Reads come from the store, so they
 * are what is on disk and go on while nobody is active; changes go to the active coordinator
 * through the front desk, or, when that is another process, through its API.
 */
public final class ApiServer implements AutoCloseable {
  /** Where the API begins; another major version gets another path. */
  public static final String BASE = "/api/v1";

  /** Bytes of a request's body; a sweep file describes 100,000 trials in far less. */
  static final long BODY_LIMIT = 1 << 20;

  private final Javalin server;
  private final EventRoute events;
  private final ApiPlace place;

  private ApiServer(Javalin server, EventRoute events, ApiPlace place) {
    this.server = server;
    this.events = events;
    this.place = place;
  }

  /**
   * Starts to serve.
   *
   * @throws RuntimeException when the port cannot be had
   */
  public static ApiServer start(
      ApiPlace place,
      FrontDesk desk,
      ReadOnlyStore store,
      AccessStore access,
      ModelCollector models,
      CollectorRegistry registry,
      RequestObserver observer) {
    // A coordinator of the next cbd, to which a stand-by passes on, may tell more than this one
    // knows.
    ObjectMapper json =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    SharedAnswers shared = new SharedAnswers();
    AtomicReference<String> self = new AtomicReference<>("");
    Elsewhere elsewhere = place.hasPeers() ? new Elsewhere(store, self::get, place.tls()) : null;
    InstantSource clock = InstantSource.system();
    Callers callers =
        new Callers(
            access,
            place.insistsOnTokens(),
            clock,
            new Allowance(Limits.FAILURES_PER_SECOND, Limits.FAILURES, System::nanoTime),
            observer);
    EventRoute events = new EventRoute(desk, json, callers);
    Javalin server =
        Javalin.create(
            config -> {
              quiet(config);
              place
                  .tls()
                  .ifPresent(
                      tls ->
                          config.jetty.addConnector(
                              (jetty, http) -> HttpsConnector.of(jetty, http, place, tls)));
              config.http.maxRequestSize = BODY_LIMIT;
              config.http.prefer405over404 = true;
              config.jsonMapper(new JavalinJackson(json, false));
              config.jetty.modifyServer(
                  jetty ->
                      jetty.addBean(
                          new NetworkConnectionLimit(place.limits().connections(), jetty)));
              // Or a token on a connection could be taken for one that differs in its case only.
              config.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheCaseSensitive(true));
              config.routes.before(new Headers());
              config.routes.before(rates(place.limits(), observer));
              config.routes.before(
                  new OriginGuard(place.isLoopback(), callers, new OwnNames(place.host())));
              if (elsewhere != null) {
                config.routes.before(new Forwarding(desk, elsewhere, callers));
              }
              new Problems(json).install(config.routes);
              new Gate(callers, new Account(access, clock, new PeerAddresses(place.peers())))
                  .install(config.routes);
              new SessionRoutes(callers, access, place.tls().isPresent()).install(config.routes);
              new TokenRoutes(access, clock).install(config.routes);
              new SweepRoutes(desk, store, shared).install(config.routes);
              new TrialRoutes(desk, store).install(config.routes);
              new LogRoutes(desk, store).install(config.routes);
              new PictureRoute(store).install(config.routes);
              new ModelRoute(store, models).install(config.routes);
              new LeaderboardRoute(store, shared).install(config.routes);
              new NoticeRoute(store).install(config.routes);
              new WorkerRoutes(desk, shared).install(config.routes);
              new ClusterRoutes(desk, elsewhere, callers, json, registry).install(config.routes);
              events.install(config.routes);
              new OpenApiRoute(json).install(config.routes);
              new PageRoutes().install(config.routes);
            });
    ApiServer api =
        new ApiServer(server.start(place.bound().getHostAddress(), place.port()), events, place);
    self.set(api.url());
    return api;
  }

  private static RateGuard rates(Limits limits, RequestObserver observer) {
    int rate = limits.requestsPerSecond();
    return new RateGuard(
        new Allowance(rate, (double) Limits.BURST * rate, System::nanoTime), observer);
  }

  private static void quiet(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
  }

  /** Method and path of all that can be asked, such as {@code GET /health}. */
  List<String> routes() {
    return server.unsafe.internalRouter.allHttpHandlers().stream()
        .map(each -> each.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .map(endpoint -> endpoint.method + " " + endpoint.path)
        .toList();
  }

  /** Whether tokens are needed even while there are none. */
  public boolean insistsOnTokens() {
    return place.insistsOnTokens();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(place.host(), server.port());
  }

  /** Where it is asked, such as {@code http://127.0.0.1:8470}. */
  public String url() {
    return place.scheme() + "://" + place.host().getHostAddress() + ":" + server.port();
  }

  @Override
  public void close() {
    events.close();
    server.stop();
  }
}
