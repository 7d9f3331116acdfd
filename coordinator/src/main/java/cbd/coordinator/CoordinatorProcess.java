package cbd.coordinator;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import cbd.coordinator.actor.CoordinatorActor;
import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.http.ApiServer;
import cbd.coordinator.metrics.CoordinatorMetrics;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.StoreException;
import cbd.domain.Build;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One coordinator, put together. In order: its directory, its store, the metrics, the HTTP API, the
 * cluster, the singleton. Both ports are taken before the singleton takes office, so that a second
 * start by mistake fails without putting the first one out of office. Closed in the opposite order.
 */
final class CoordinatorProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CoordinatorProcess.class);

  /** How long a person waits for the coordinator's answer; a commit takes milliseconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  static final int STOPPED = 0;
  static final int FAILED = 1;
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
    } catch (RuntimeException e) {
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
    FrontDesk desk = new FrontDesk(PATIENCE);
    ApiServer api = serve(settings, desk, store, registry);
    parts.push(api::close);
    ClusterNode node = ClusterNode.start(settings);
    parts.push(node::close);

    ActorSystem<Void> system = node.system();
    SchedulerSettings times = SchedulerSettings.DEFAULT.withLeaseDuration(settings.leaseDuration());
    ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                    CoordinatorActor.create(
                        store,
                        node.address(),
                        system
                            .dispatchers()
                            .lookup(DispatcherSelector.fromConfig("cbd.store-dispatcher")),
                        times,
                        clock,
                        metrics,
                        desk),
                    CoordinatorActor.NAME)
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(CoordinatorActor.NAME)));
    watch(system, desk);
    ready =
        "cbd coordinator: http://"
            + settings.host().getHostAddress()
            + ":"
            + api.address().getPort()
            + " is open, workers join "
            + node.address();
    log.info(
        "Coordinator started: version={} commit={} http={} join={} store={}",
        build.version(),
        build.commit(),
        api.address(),
        node.address(),
        settings.store().toAbsolutePath());
  }

  private void watch(ActorSystem<Void> system, FrontDesk desk) {
    desk.whenFenced().thenRun(() -> end.complete(FENCED));
    system.getWhenTerminated().thenRun(() -> end.complete(FAILED));
  }

  private static Store openStore(CoordinatorSettings settings) {
    try {
      return Store.open(settings.store());
    } catch (StoreException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ApiServer serve(
      CoordinatorSettings settings, FrontDesk desk, Store store, CollectorRegistry registry) {
    try {
      return ApiServer.start(settings.host(), settings.httpPort(), desk, store.reads(), registry);
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
