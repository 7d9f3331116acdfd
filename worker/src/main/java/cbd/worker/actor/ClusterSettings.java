package cbd.worker.actor;

import akka.actor.setup.ActorSystemSetup;
import cbd.domain.Build;
import cbd.membership.Failover;
import cbd.membership.Transport;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * How a worker joins the cluster.
 *
 * @param host address this worker is reached at
 * @param port of the cluster's protocol; 0 for any
 * @param seeds coordinators, as {@code host:port}; any of them will do
 * @param failover how soon a silent member is given up; as the coordinators have it
 * @param transport how members reach each other; as the coordinators have it
 */
public record ClusterSettings(
    String host, int port, List<String> seeds, Failover failover, Transport transport) {
  /** Name of every actor system of the cluster. */
  public static final String SYSTEM = "cbd";

  /** Role of coordinators, and the name of the one that is active. */
  static final String COORDINATOR = "coordinator";

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** In plain text. */
  public ClusterSettings(String host, int port, List<String> seeds, Failover failover) {
    this(host, port, seeds, failover, Transport.PLAIN);
  }

  /** The same, reached in another way. */
  public ClusterSettings over(Transport other) {
    return new ClusterSettings(host, port, seeds, failover, other);
  }

  /** What an actor system is made with. */
  public ActorSystemSetup setup() {
    return transport.setup(config());
  }

  /** The actor system's configuration: ours on top of Akka's, system properties on top of both. */
  public Config config() {
    Map<String, Object> own =
        Map.of(
            "akka.remote.artery.canonical.hostname",
            host,
            "akka.remote.artery.canonical.port",
            port,
            "akka.cluster.app-version",
            Build.current().version(),
            "akka.cluster.seed-nodes",
            seeds.stream().map(seed -> "akka://" + SYSTEM + "@" + numeric(seed)).toList());
    return ConfigFactory.load(
        ConfigFactory.parseMap(own, "the command line")
            .withFallback(failover.config())
            .withFallback(ConfigFactory.parseResourcesAnySyntax("cbd/worker")));
  }

  /** Coordinators know themselves by number only, and hear nothing that is for another name. */
  private static String numeric(String address) {
    int colon = address.lastIndexOf(':');
    try {
      return InetAddress.getByName(address.substring(0, colon)).getHostAddress()
          + address.substring(colon);
    } catch (UnknownHostException e) {
      return address; // Perhaps it is known the next time.
    }
  }
}
