package cbd.coordinator;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.checkpoint.CheckpointRoom;
import cbd.coordinator.http.ApiPlace;
import cbd.coordinator.http.ApiServer;
import cbd.coordinator.metrics.CoordinatorMetrics;
import cbd.coordinator.model.ModelCollector;
import cbd.coordinator.model.ModelDepot;
import cbd.coordinator.notice.Herald;
import cbd.coordinator.notice.NoticeSettings;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.StoreException;
import cbd.domain.Build;
import cbd.membership.Transport;
import cbd.tls.ExpiryWatch;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator, put together. In order: its directory, its store, the metrics, the models, the
 * HTTP API, the notices, the cluster, the candidate for the office. Both ports are taken before it
 * can take office, so that a second start by mistake fails without putting the first one out of
 * office. Closed in the opposite order.
 */
final class CoordinatorProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CoordinatorProcess.class);

  /** How long a person waits for the coordinator's answer; a commit takes milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Without a sign of a coordinator in office for so long, one of several may open a cluster. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  /** How long whoever may open a cluster has for it before another one may. */
  private static final Duration TURN = Duration.ofSeconds(30);

  static final int STOPPED = 0;
  static final int FENCED = 3;

  private final Deque<Runnable> parts = new ArrayDeque<>();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private String ready = "";

  private CoordinatorProcess() {}

  /**
   * Starts everything; the singleton takes office a little later.
   *
   * @throws StartException in words for the person at the command line; nothing is left running
   */
  static CoordinatorProcess start(CoordinatorSettings settings, InstantSource clock) {
    CoordinatorProcess process = new CoordinatorProcess();
    try {
      process.build(settings, clock);
      return process;
    } catch (RuntimeException | Error e) {
      process.close();
      throw e;
    }
  }

  private void build(CoordinatorSettings settings, InstantSource clock) {
    parts.push(DirectoryLock.take(settings.directory())::close);
    Store store = openStore(settings);
    parts.push(store::close);
    CollectorRegistry registry = new CollectorRegistry();
    Build build = Build.current();
    CoordinatorMetrics metrics = new CoordinatorMetrics(registry, build.version(), build.commit());
    DefaultExports.register(registry);
    Optional<Tls> tls = tls(settings, metrics);
    parts.push(metrics.watch(settings.folders())::close);
    tls.map(own -> metrics.watchCertificate(new ExpiryWatch(own::expires, clock)::look))
        .ifPresent(watch -> parts.push(watch::close));
    FrontDesk desk = new FrontDesk(PATIENCE);
    ModelCollector models =
        ModelCollector.start(
            desk,
            store.reads(),
            new ModelDepot(settings.models(), settings.modelBytes(), clock),
            clock);
    parts.push(models::close);
    ApiServer api = serve(settings, tls, desk, store, models, registry, metrics);
    Optional<Path> token = firstToken(store, settings, api.insistsOnTokens(), clock);
    parts.push(api::close);
    NoticeSettings notices = settings.notices();
    if (notices != null) {
      parts.push(Herald.start(desk, store, notices, clock, api.url())::close);
    }
    CheckpointRoom room = CheckpointRoom.of(settings.checkpoints(), settings.checkpointBytes());
    Candidate candidate = new Candidate(store, api.url(), clock, metrics, desk, room);
    AtomicInteger port = new AtomicInteger(settings.port());
    Membership membership =
        new Membership(
            () -> {
              ClusterNode node =
                  ClusterNode.start(
                      settings.withPort(port.get()),
                      new Transport(tls),
                      () -> mayOpenCluster(store));
              port.set(node.port()); // The next node must be found where this one was.
              candidate.standOn(node, settings.times());
              return node;
            });
    parts.push(membership::close);
    // A single one has lost its store to somebody; one of several goes on as a stand-by.
    desk.onFenced(settings.hasPeers() ? why -> membership.stepDown() : why -> end.complete(FENCED));
    membership.begin();
    String join = settings.host().getHostAddress() + ":" + port.get();
    ready =
        "cbd coordinator: "
            + api.url()
            + " is open, workers join "
            + join
            + token.map(file -> "; the administrator's API token is in " + file).orElse("");
    log.info(
        "Coordinator started: version={} commit={} http={} join={} peers={} failover={} store={}",
        build.version(),
        build.commit(),
        api.url(),
        join,
        settings.peers(),
        settings.failover(),
        settings.store());
  }

  private static boolean mayOpenCluster(Store store) {
    try {
      return store.mayOpenCluster(SILENCE, TURN);
    } catch (StoreException e) {
      log.warn("No cluster can be opened without the store: reason={}", e.getMessage());
      return false;
    }
  }

  private static Store openStore(CoordinatorSettings settings) {
    try {
      return Store.open(settings.store());
    } catch (StoreException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<Tls> tls(CoordinatorSettings settings, CoordinatorMetrics metrics) {
    try {
      return settings
          .tls()
          .map(folder -> Tls.of(folder, System::nanoTime, why -> metrics.peerRefused()));
    } catch (TlsException e) {
      throw new StartException("--tls: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> firstToken(
      Store store, CoordinatorSettings settings, boolean insisted, InstantSource clock) {
    try {
      return new FirstToken(store.access(), settings.directory())
          .ensure(insisted, settings.newAdminToken(), clock.instant());
    } catch (StoreException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ApiServer serve(
      CoordinatorSettings settings,
      Optional<Tls> tls,
      FrontDesk desk,
      Store store,
      ModelCollector models,
      CollectorRegistry registry,
      CoordinatorMetrics metrics) {
    ApiPlace place =
        new ApiPlace(
            settings.host(),
            settings.httpHost(),
            settings.httpPort(),
            settings.peers(),
            tls,
            settings.limits());
    try {
      return ApiServer.start(
          place, desk, store.reads(), store.access(), models, registry, metrics::requestRefused);
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new StartException(
              "port "
                  + settings.httpPort()
                  + " of "
                  + settings.host().getHostAddress()
                  + " cannot be had ("
                  + cause.getMessage()
                  + "): another coordinator or program has it. Stop that, or choose another with"
                  + " --http-port.",
              e);
        }
      }
      throw e;
    }
  }

  /** One line that says where this coordinator is reached. */
  String ready() {
    return ready;
  }

  /** Waits for the end, and tells the exit code. */
  int await() {
    return end.join();
  }

  /** Asks for the end in good order. */
  void stop() {
    end.complete(STOPPED);
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().run();
      } catch (RuntimeException e) {
        // The others must be closed all the same.
        log.warn("A part of the coordinator did not close well.", e);
      }
    }
  }
}
