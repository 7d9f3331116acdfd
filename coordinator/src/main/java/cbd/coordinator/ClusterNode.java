package cbd.coordinator;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as the first member of the cluster. A single coordinator joins itself; workers join
 * it. When it comes back after a crash it forms a new cluster on its old address: the workers,
 * which let coordinators alone decide who goes on, leave what is left of the old one and join
 * again.
 */
final class ClusterNode implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterNode.class);
  private static final String SYSTEM = "cbd";
  private static final int CLOSE_SECONDS = 20;

  private final ActorSystem<Void> system;

  private ClusterNode(ActorSystem<Void> system) {
    this.system = system;
  }

  /**
   * Starts the cluster's layer.
   *
   * @throws StartException when its port cannot be had
   */
  static ClusterNode start(CoordinatorSettings settings) {
    Map<String, Object> own =
        Map.of(
            "akka.remote.artery.canonical.hostname",
            settings.host().getHostAddress(),
            "akka.remote.artery.canonical.port",
            settings.port());
    try {
      ActorSystem<Void> system =
          ActorSystem.create(
              Behaviors.empty(),
              SYSTEM,
              ConfigFactory.load(
                  ConfigFactory.parseMap(own, "the command line")
                      .withFallback(ConfigFactory.parseResourcesAnySyntax("cbd/coordinator"))));
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
      return new ClusterNode(system);
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

  ActorSystem<Void> system() {
    return system;
  }

  /** What workers join, as {@code host:port}. */
  String address() {
    akka.actor.Address address = Cluster.get(system).selfMember().address();
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  /** Leaves the cluster, so that nobody has to find out that this member is gone. */
  @Override
  public void close() {
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      log.warn("The cluster was not left in time: waitedSeconds={}", CLOSE_SECONDS);
    }
  }
}
