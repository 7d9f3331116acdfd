package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.LocalCluster;
import cbd.coordinator.chaos.cluster.Member;
import cbd.coordinator.chaos.network.Link;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Harm to what a worker and the coordinators say to each other. */
final class NetworkHands {
  private static final Duration SLOW = Duration.ofMillis(500);
  private static final Duration BETWEEN_BREAKS = Duration.ofSeconds(1);

  private NetworkHands() {}

  static void cutBoth(Scene scene, Member worker, Duration lasting) throws InterruptedException {
    during(scene.cluster(), scene.cluster().links(worker), Link::cut, lasting);
  }

  static void cutFrom(Scene scene, Member worker, Duration lasting) throws InterruptedException {
    during(scene.cluster(), scene.cluster().from(worker), Link::cut, lasting);
  }

  static void cutTo(Scene scene, Member worker, Duration lasting) throws InterruptedException {
    during(scene.cluster(), scene.cluster().to(worker), Link::cut, lasting);
  }

  static void slow(Scene scene, Member worker, Duration lasting) throws InterruptedException {
    during(scene.cluster(), scene.cluster().links(worker), link -> link.delay(SLOW), lasting);
  }

  static void breakConnections(Scene scene, Member worker, Duration lasting)
      throws InterruptedException {
    List<Link> links = scene.cluster().links(worker);
    links.forEach(Link::breakConnections);
    for (long left = lasting.toSeconds(); left > 0; left--) {
      scene.cluster().pause(BETWEEN_BREAKS);
      links.forEach(Link::breakConnections);
    }
  }

  private static void during(
      LocalCluster cluster, List<Link> links, Consumer<Link> harm, Duration lasting)
      throws InterruptedException {
    links.forEach(harm);
    try {
      cluster.pause(lasting);
    } finally {
      links.forEach(Link::heal);
    }
  }
}
