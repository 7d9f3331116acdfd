package cbd.coordinator;

import akka.Done;
import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import cbd.domain.Build;
import cbd.membership.StuckConnections;
import cbd.membership.Transport;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a member of the cluster, once: a node that was given up by the others, or gave
 * itself up, ends, and its process makes another one.
 *
 * <p>A single coordinator joins itself; workers join it. When it comes back after a crash it forms
 * a new cluster on its old address: the workers, which let coordinators alone decide who goes on,
 * leave what is left of the old one and join again.
 *
 * <p>One of several asks the others for ever, wherever their names lead. Whoever finds no cluster
 * may open one, but only when the store that all share says so: that no coordinator was in office
 * for a while, on whichever side of whatever split, and that nobody else is about to.
 */
final class ClusterNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);
  private static final String SYSTEM = "cbd";
  private static final int CLOSE_SECONDS = 20;
  private static final Duration TRY_EVERY = Duration.ofSeconds(3);

  private final ActorSystem<Void> system;

  private ClusterNode(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts the cluster's layer and begins to join.
   *
   * @param transport how members reach each other
   * @param mayOpen whether this one of several may open a cluster; asked on a thread that may block
   * @throws StartException when its port cannot be had
   */
  static ClusterNode start(
      CoordinatorSettings settings, Transport transport, BooleanSupplier mayOpen) {
    try {
      ActorSystem<Void> system =
          ActorSystem.create(Behaviors.empty(), SYSTEM, transport.setup(config(settings)));
      StuckConnections.cutWith(system);
      ClusterNode node = new ClusterNode(system);
      node.join(settings, mayOpen);
      return node;
    } catch (akka.remote.RemoteTransportException e) {
      throw new StartException(
          "port "
              + settings.port()
              + " of "
              + settings.host().getHostAddress()
              + " cannot be had ("
              + e.getMessage()
              + "): another coordinator or program has it. Stop that, or choose another with"
              + " --port.",
          e);
    }
  }

  private static Config config(CoordinatorSettings settings) {
    Map<String, Object> own =
        Map.of(
            "akka.remote.artery.canonical.hostname",
            settings.host().getHostAddress(),
            "akka.remote.artery.canonical.port",
            settings.port(),
            "akka.cluster.app-version",
            Build.current().version());
    return ConfigFactory.load(
        ConfigFactory.parseMap(own, "the command line")
            .withFallback(settings.failover().config())
            .withFallback(ConfigFactory.parseResourcesAnySyntax("cbd/coordinator")));
  }

  private void join(CoordinatorSettings settings, BooleanSupplier mayOpen) {
    Cluster cluster = Cluster.get(system);
    if (!settings.hasPeers()) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return;
    }
    PeerSearch search = new PeerSearch(new Peers(settings.peers()), cluster.selfMember().address());
    ask(cluster, search);
    system
        .scheduler()
        .scheduleWithFixedDelay(
            system.settings().config().getDuration("cbd.open-after"),
            TRY_EVERY,
            () -> joinOrOpen(cluster, search, mayOpen),
            system.dispatchers().lookup(DispatcherSelector.fromConfig("cbd.store-dispatcher")));
  }

  /** Only others are asked anew: whoever is asked begins a talk that takes some seconds. */
  private static void ask(Cluster cluster, PeerSearch search) {
    search
        .others()
        .ifPresent(
            others -> {
              log.info("Asks its peers for their cluster: peers={}", others);
              cluster.manager().tell(new JoinSeedNodes(others));
            });
  }

  private static void joinOrOpen(Cluster cluster, PeerSearch search, BooleanSupplier mayOpen) {
    // Until it belongs to a cluster, it has the status of one that was removed.
    if (!cluster.selfMember().status().equals(MemberStatus.removed()) || cluster.isTerminated()) {
      return;
    }
    ask(cluster, search);
    if (mayOpen.getAsBoolean()) {
      log.info("No coordinator is in office and no peer has a cluster: this one opens it.");
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }
  }

  ActorSystem<Void> system() {
    return system;
  }

  /** What workers join, as {@code host:port}. */
  String address() {
    Address address = Cluster.get(system).selfMember().address();
    return address.getHost().orElse("") + ":" + port();
  }

  /** Of the cluster's protocol. */
  int port() {
    return Cluster.get(system).selfMember().address().getPort().orElse(0);
  }

  /** Completes when the cluster was left, for whatever reason. */
  CompletionStage<Done> whenEnded() {
    return system.getWhenTerminated();
  }

  /** Begins to leave the cluster, so that nobody has to find out that this member is gone. */
  void leave() {
    system.terminate();
  }

  @Override
  public void close() {
    leave();
    try {
      whenEnded().toCompletableFuture().orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      log.warn("The cluster was not left in time: waitedSeconds={}", CLOSE_SECONDS);
    }
  }
}
