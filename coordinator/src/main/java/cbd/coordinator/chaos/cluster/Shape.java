package cbd.coordinator.chaos.cluster;

import java.time.Duration;

/**
 * What a cluster is made of.
 *
 * @param coordinators 1 or 3
 * @param workers of one slot and one thread each, from 1
 * @param lease how long an attempt may make no progress
 * @param smallDisks whether each member gets a {@link SmallDisk}
 * @param store the JDBC URL of the store that three coordinators share; empty: one has a file
 * @param tls whether members speak to each other, and clients to the API, over TLS alone, and the
 *     API takes a token
 * @param sharedCheckpoints whether the workers keep checkpoints in one folder, as over a network;
 *     otherwise each in its own, and what another goes on from travels through the coordinator
 */
public record Shape(
    int coordinators,
    int workers,
    Duration lease,
    boolean smallDisks,
    String store,
    boolean tls,
    boolean sharedCheckpoints) {
  /** Short, so that a fault costs seconds; longer than a cluster takes to find itself again. */
  public static final Duration LEASE = Duration.ofSeconds(20);

  /** One coordinator with its store in a file. */
  public static Shape single(int workers, Duration lease, boolean smallDisks) {
    return new Shape(1, workers, lease, smallDisks, "", false, true);
  }

  /** Three coordinators that share a store. */
  public static Shape three(int workers, Duration lease, String store) {
    return new Shape(3, workers, lease, false, store, false, true);
  }

  /** The same over TLS. */
  public Shape overTls() {
    return new Shape(coordinators, workers, lease, smallDisks, store, true, sharedCheckpoints);
  }

  /** The same, but each worker keeps its checkpoints for itself. */
  public Shape withOwnCheckpoints() {
    return new Shape(coordinators, workers, lease, smallDisks, store, tls, false);
  }
}
