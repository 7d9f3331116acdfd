package cbd.coordinator.chaos.fault;

import cbd.coordinator.chaos.cluster.Shape;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All kinds of faults. Their order and ranges are part of what a seed means. */
public final class FaultKinds {
  private FaultKinds() {}

  /** Those that a cluster of this shape can meet on this machine. */
  public static List<FaultKind> of(Shape shape) {
    Duration lease = shape.lease();
    return Stream.of(
            workers(lease),
            runners(lease),
            coordinators(lease),
            networks(lease),
            clients(),
            checkpoints(),
            shape.smallDisks() ? disks() : List.<FaultKind>of())
        .flatMap(List::stream)
        .toList();
  }

  private static List<FaultKind> workers(Duration lease) {
    return List.of(
        fatal(
            "worker-killed",
            "kill -9 of a worker; it is started again",
            Victims.WORKER,
            seconds(1),
            seconds(12),
            ProcessHands::kill),
        fatal(
            "worker-leaves",
            "a worker is asked to end; it is started again",
            Victims.WORKER,
            seconds(1),
            seconds(8),
            ProcessHands::restart),
        kind(
            "worker-paused",
            "a worker's process is stopped, shorter than a lease",
            Victims.WORKER,
            seconds(1),
            lease.dividedBy(2),
            ProcessHands::pause),
        kind(
            "worker-paused-past-lease",
            "a worker's process is stopped until after its lease",
            Victims.WORKER,
            lease.plusSeconds(3),
            lease.plusSeconds(12),
            ProcessHands::pause));
  }

  private static List<FaultKind> runners(Duration lease) {
    return List.of(
        fatal(
            "runner-killed",
            "kill -9 of a training process",
            Victims.RUNNER,
            seconds(0),
            seconds(0),
            ProcessHands::killRunner),
        fatal(
            "runner-crashed",
            "a training process crashes in native code",
            Victims.RUNNER,
            seconds(0),
            seconds(0),
            ProcessHands::crashRunner),
        kind(
            "runner-paused",
            "a training process is stopped, shorter than a lease",
            Victims.RUNNER,
            seconds(1),
            lease.dividedBy(2),
            ProcessHands::pauseRunner),
        kind(
            "runner-hangs",
            "a training process is stopped until after its lease",
            Victims.RUNNER,
            lease.plusSeconds(3),
            lease.plusSeconds(12),
            ProcessHands::pauseRunner));
  }

  private static List<FaultKind> coordinators(Duration lease) {
    return List.of(
        kind(
            "coordinator-killed",
            "kill -9 of a coordinator; it is started again",
            Victims.COORDINATOR,
            seconds(0),
            seconds(6),
            ProcessHands::kill),
        kind(
            "coordinator-restarted",
            "a coordinator is asked to end; it is started again",
            Victims.COORDINATOR,
            seconds(0),
            seconds(6),
            ProcessHands::restart),
        kind(
            "coordinator-paused",
            "a coordinator's process is stopped, briefly or past failover",
            Victims.COORDINATOR,
            seconds(2),
            lease.plusSeconds(5),
            ProcessHands::pause));
  }

  private static List<FaultKind> networks(Duration lease) {
    return List.of(
        kind(
            "network-lost",
            "nothing passes between a worker and the coordinators",
            Victims.WORKER,
            seconds(2),
            lease.plusSeconds(10),
            NetworkHands::cutBoth),
        kind(
            "worker-not-heard",
            "nothing passes from a worker to the coordinators",
            Victims.WORKER,
            seconds(2),
            lease,
            NetworkHands::cutFrom),
        kind(
            "worker-deaf",
            "nothing passes from the coordinators to a worker",
            Victims.WORKER,
            seconds(2),
            lease,
            NetworkHands::cutTo),
        kind(
            "network-slow",
            "everything between a worker and the coordinators takes half a second longer",
            Victims.WORKER,
            seconds(3),
            lease,
            NetworkHands::slow),
        kind(
            "connections-broken",
            "connections break and lose what is under way, again and again",
            Victims.WORKER,
            seconds(0),
            seconds(5),
            NetworkHands::breakConnections));
  }

  private static List<FaultKind> clients() {
    return List.of(
        kind(
            "client-vanishes",
            "a client is gone in the middle of its submission",
            Victims.CLIENT,
            seconds(0),
            seconds(0),
            ClientHands::vanish),
        kind(
            "client-does-not-wait",
            "a client is gone before the answer, and submits again",
            Victims.CLIENT,
            seconds(0),
            seconds(0),
            ClientHands::leaveBeforeTheAnswer),
        kind(
            "submitted-twice",
            "the same sweep is submitted twice at once",
            Victims.CLIENT,
            seconds(0),
            seconds(0),
            ClientHands::submitTwice));
  }

  private static List<FaultKind> checkpoints() {
    return List.of(
        fatal(
            "checkpoint-truncated",
            "kill -9 of a worker; meanwhile half of the newest checkpoint is lost",
            Victims.RUNNER,
            seconds(1),
            seconds(4),
            FileHands::truncateCheckpoint),
        fatal(
            "checkpoint-changed",
            "kill -9 of a worker; meanwhile a byte of the newest checkpoint changes",
            Victims.RUNNER,
            seconds(1),
            seconds(4),
            FileHands::changeCheckpoint));
  }

  private static List<FaultKind> disks() {
    return List.of(
        kind(
            "coordinator-disk-full",
            "no byte more fits on a coordinator's disk",
            Victims.COORDINATOR,
            seconds(2),
            seconds(15),
            FileHands::fillDisk),
        kind(
            "worker-disk-full",
            "no byte more fits on a worker's disk",
            Victims.WORKER,
            seconds(2),
            seconds(15),
            FileHands::fillDisk));
  }

  /** One with which the victim's attempt ends. */
  private static FaultKind fatal(
      String name, String about, Victims victims, Duration shortest, Duration longest, Hand hand) {
    return new FaultKind(name, about, victims, true, shortest, longest, hand);
  }

  private static FaultKind kind(
      String name, String about, Victims victims, Duration shortest, Duration longest, Hand hand) {
    return new FaultKind(name, about, victims, false, shortest, longest, hand);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
