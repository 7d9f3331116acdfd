package cbd.worker.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;

/**
 * How a worker joins the cluster.
 *
 * @param host address this worker is reached at
 * @param port of the cluster's protocol; 0 for any
 * @param seeds coordinators, as {@code host:port}
 */
public record ClusterSettings(String host, int port, List<String> seeds) {
  /** Name of every actor system of the cluster. */
  static final String SYSTEM = "cbd";

  /** Role of coordinators, and the name of the one that is active. */
  static final String COORDINATOR = "coordinator";

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  /** The actor system's configuration: ours on top of Akka's, system properties on top of both. */
  Config config() {
    Map<String, Object> own =
        Map.of(
            "akka.remote.artery.canonical.hostname",
            host,
            "akka.remote.artery.canonical.port",
            port,
            "akka.cluster.seed-nodes",
            seeds.stream().map(seed -> "akka://" + SYSTEM + "@" + seed).toList());
    return ConfigFactory.load(
        ConfigFactory.parseMap(own, "the command line")
            .withFallback(ConfigFactory.parseResourcesAnySyntax("cbd/worker")));
  }
}
