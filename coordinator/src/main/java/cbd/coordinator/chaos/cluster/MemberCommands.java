package cbd.coordinator.chaos.cluster;

import cbd.coordinator.chaos.network.FaultyNetwork;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How each member is started; the same for each of its lives. */
final class MemberCommands {
  private static final int HTTP_PORT = 8470;

  /** Minutes, so short that there are checkpoints within the short epochs as well. */
  private static final String WITHIN_AN_EPOCH = "0.005";

  /** Minutes until a worker sends its newest checkpoint to the coordinator. */
  private static final String AT_ONCE = "0.02";

  /** A member is missed sooner than usual, so that a fault costs seconds. The same for all. */
  private static final List<String> IMPATIENT =
      List.of(
          "-Dakka.cluster.failure-detector.acceptable-heartbeat-pause=3s",
          "-Dakka.cluster.split-brain-resolver.stable-after=3s");

  /** Several JVMs share two cores: start fast, stay small. */
  private static final List<String> MODEST =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

  private final Shape shape;
  private final FaultyNetwork network;
  private final Path launcher;
  private final Path folder;
  private final String mark;
  private final Optional<Seal> seal;

  /**
   * @param seal the members' certificates; empty: plain text
   */
  MemberCommands(
      Shape shape,
      FaultyNetwork network,
      Path launcher,
      Path folder,
      String mark,
      Optional<Seal> seal) {
    this.shape = shape;
    this.network = network;
    this.launcher = launcher;
    this.folder = folder;
    this.mark = mark;
    this.seal = seal;
  }

  /** The coordinators' API. */
  List<URI> addresses() {
    return IntStream.rangeClosed(1, shape.coordinators())
        .mapToObj(n -> URI.create(scheme() + "://" + network.publicHost(n) + ":" + HTTP_PORT))
        .toList();
  }

  private String scheme() {
    return seal.isPresent() ? "https" : "http";
  }

  /** Where a worker keeps its checkpoints. */
  Path checkpoints(String worker) {
    return (shape.sharedCheckpoints() ? folder : folder.resolve(worker)).resolve("checkpoints");
  }

  List<Member> coordinators() {
    return IntStream.rangeClosed(1, shape.coordinators()).mapToObj(this::coordinator).toList();
  }

  List<Member> workers() {
    return IntStream.rangeClosed(1, shape.workers()).mapToObj(this::worker).toList();
  }

  private Member coordinator(int n) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "coordinator",
                "--host",
                network.publicHost(n),
                "--port",
                Integer.toString(network.port()),
                "--http-port",
                Integer.toString(HTTP_PORT),
                "--lease-seconds",
                Long.toString(shape.lease().toSeconds()),
                "--cool-down-seconds",
                "1"));
    if (!shape.store().isEmpty()) {
      String peers =
          IntStream.rangeClosed(1, shape.coordinators())
              .mapToObj(peer -> network.publicHost(peer) + ":" + network.port())
              .collect(Collectors.joining(","));
      words.addAll(List.of("--store", shape.store(), "--peers", peers));
    }
    return member("coordinator-" + n, n, words.toArray(String[]::new));
  }

  private Member worker(int n) {
    int number = shape.coordinators() + n;
    List<String> words =
        new ArrayList<>(
            List.of(
                "worker",
                "--name",
                "worker-" + n,
                "--threads",
                "1",
                "--metrics-port",
                "0",
                "--runner-heap",
                "512m",
                "--checkpoint-minutes",
                WITHIN_AN_EPOCH,
                // What an hour's trials keep would fill the small disk, and the worker take no
                // work.
                "--keep-models",
                "20",
                "--stage-budget",
                "10MB",
                "--host",
                network.publicHost(number),
                "--port",
                Integer.toString(network.port())));
    words.addAll(
        shape.sharedCheckpoints()
            ? List.of("--checkpoints", checkpoints("worker-" + n).toString())
            : List.of("--checkpoint-upload", AT_ONCE));
    for (int coordinator = 1; coordinator <= shape.coordinators(); coordinator++) {
      words.add("--join");
      words.add(network.publicHost(coordinator) + ":" + network.port());
    }
    return member("worker-" + n, number, words.toArray(String[]::new));
  }

  private Member member(String name, int number, String... words) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(words));
    Path own = folder.resolve(name);
    command.addAll(List.of("--dir", own.toString(), "--exit-with-stdin"));
    seal.ifPresent(made -> command.addAll(List.of("--tls", made.of(number).toString())));
    return new Member(
        name,
        number,
        command,
        Map.of("CBD_JAVA_OPTS", options(number), Member.MARK, mark),
        own,
        folder.resolve(name + ".log"));
  }

  /**
   * It listens behind the proxy at its public host, and calls from an address that tells it apart.
   */
  private String options(int number) {
    String artery = "-Dakka.remote.artery.";
    List<String> options = new ArrayList<>(MODEST);
    options.addAll(IMPATIENT);
    options.add(artery + "bind.hostname=" + network.ownHost(number));
    options.add(artery + "bind.port=" + network.port());
    options.add(artery + "advanced.tcp.outbound-client-hostname=" + network.ownHost(number));
    return String.join(" ", options);
  }
}
