package cbd.coordinator.chaos.cluster;

import cbd.coordinator.chaos.network.FaultyNetwork;
import cbd.coordinator.chaos.network.Link;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.Credentials;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.cli.client.UnreachableException;
import cbd.coordinator.http.AccessViews;
import cbd.coordinator.store.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Coordinators and workers of the distribution as processes on loopback, each behind a proxy.
 * {@link #close} may be called from another thread, such as a shutdown hook. Thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int DISK_MEGABYTES = 256;

  /**
   * A worker waits 40 s for a coordinator that does not answer, before at most as long for its
   * runners, and then 15 s for the cluster.
   */
  private static final long STOP_SECONDS = 120;

  private static final long ORPHAN_SECONDS = 15;

  private final Shape shape;
  private final FaultyNetwork network;
  private final Census census;
  private final MemberCommands commands;
  private final List<Member> coordinators;
  private final List<Member> workers;
  private final Optional<Seal> seal;
  private final Map<Member, SmallDisk> disks = new ConcurrentHashMap<>();
  private final List<String> survivors = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Credentials credentials;
  private volatile List<CoordinatorClient> clients;

  private LocalCluster(
      Shape shape,
      FaultyNetwork network,
      Census census,
      MemberCommands commands,
      Optional<Seal> seal) {
    this.shape = shape;
    this.network = network;
    this.census = census;
    this.commands = commands;
    this.coordinators = commands.coordinators();
    this.workers = commands.workers();
    this.seal = seal;
    credentials = seal.map(made -> made.credentials(Optional.empty())).orElse(Credentials.NONE);
    clients = clients(commands.addresses(), credentials);
  }

  private static List<CoordinatorClient> clients(List<URI> addresses, Credentials credentials) {
    return addresses.stream()
        .map(address -> new CoordinatorClient(List.of(address), credentials))
        .toList();
  }

  /**
   * Starts all members and waits until the workers have registered.
   *
   * @param launcher the {@code cbd} script
   * @param folder for stores and logs; exists
   * @param clock says from when certificates are valid
   * @throws ClusterException when they do not within minutes
   */
  public static LocalCluster start(Shape shape, Path launcher, Path folder, InstantSource clock)
      throws IOException, InterruptedException {
    LocalCluster cluster = of(shape, launcher, folder, clock);
    try {
      cluster.begin();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** A cluster that has yet to {@link #begin}; it may be closed at any time. */
  public static LocalCluster of(Shape shape, Path launcher, Path folder, InstantSource clock)
      throws IOException {
    int members = shape.coordinators() + shape.workers();
    FaultyNetwork network = FaultyNetwork.of(members);
    Optional<Seal> seal =
        shape.tls()
            ? Optional.of(
                Seal.make(folder.resolve("certificates"), network, members, clock.instant()))
            : Optional.empty();
    Census census = new Census(UUID.randomUUID().toString());
    return new LocalCluster(
        shape,
        network,
        census,
        new MemberCommands(shape, network, launcher, folder, census.mark(), seal),
        seal);
  }

  /**
   * Starts all members and waits until the workers have registered.
   *
   * @throws ClusterException when they do not within minutes
   */
  public void begin() throws IOException, InterruptedException {
    for (Member member : members()) {
      Files.createDirectories(member.folder());
    }
    mountDisks();
    for (Member member : members()) {
      member.start();
    }
    await(PATIENCE, "all workers have registered", this::isWhole);
    if (seal.isPresent()) {
      insistOnTokens(seal.get());
    }
  }

  /** On loopback the API is open until there is a token: from now on it is not. */
  private void insistOnTokens(Seal made) throws InterruptedException {
    AccessViews.NewTokenView token =
        ask(client -> client.post("/tokens?name=chaos&role=admin", AccessViews.NewTokenView.class));
    credentials = made.credentials(Optional.of(token.token()));
    clients = clients(addresses(), credentials);
  }

  private void mountDisks() throws IOException, InterruptedException {
    if (shape.smallDisks()) {
      for (Member member : members()) {
        disks.put(member, SmallDisk.on(member.folder(), DISK_MEGABYTES));
      }
    }
  }

  public Shape shape() {
    return shape;
  }

  public List<Member> coordinators() {
    return coordinators;
  }

  public List<Member> workers() {
    return workers;
  }

  private List<Member> members() {
    return Stream.concat(coordinators.stream(), workers.stream()).toList();
  }

  /** Where its store lies. */
  public Database store() {
    return shape.store().isEmpty()
        ? Database.file(coordinators.get(0).folder().resolve("cbd.db"))
        : Database.parse(shape.store(), System.getenv());
  }

  /** Where a worker keeps checkpoints, it alone or all of them. */
  public Path checkpoints(Member worker) {
    return commands.checkpoints(worker.name());
  }

  /** The disk that a member has for itself. */
  public SmallDisk disk(Member member) {
    SmallDisk disk = disks.get(member);
    if (disk == null) {
      throw new IllegalArgumentException(member + " has no disk of its own");
    }
    return disk;
  }

  /** What a worker says to the coordinators, and they to it. */
  public List<Link> links(Member worker) {
    return Stream.concat(from(worker).stream(), to(worker).stream()).toList();
  }

  /** What a worker says to the coordinators. */
  public List<Link> from(Member worker) {
    return coordinators.stream()
        .map(other -> network.link(worker.number(), other.number()))
        .toList();
  }

  /** What the coordinators say to a worker. */
  public List<Link> to(Member worker) {
    return coordinators.stream()
        .map(other -> network.link(other.number(), worker.number()))
        .toList();
  }

  /**
   * Asks the coordinators in turn, as long as it takes.
   *
   * @throws ClusterException when none has answered within minutes
   */
  public <T> T ask(Function<CoordinatorClient, T> question) throws InterruptedException {
    List<T> answer = new ArrayList<>();
    await(
        PATIENCE,
        "a coordinator answers",
        () -> clients.stream().anyMatch(client -> answered(client, question, answer::add)));
    return answer.get(0);
  }

  private static <T> boolean answered(
      CoordinatorClient client, Function<CoordinatorClient, T> question, Predicate<T> taken) {
    try {
      return taken.test(question.apply(client));
    } catch (UnreachableException | RefusedException e) {
      return false;
    }
  }

  /** The addresses of the coordinators' API. */
  public List<URI> addresses() {
    return clients.stream().map(CoordinatorClient::address).toList();
  }

  /** What its clients believe and show. */
  public Credentials credentials() {
    return credentials;
  }

  /** Whether a coordinator is in office and hears all workers. */
  public boolean isWhole() {
    return clients.stream()
        .anyMatch(
            client ->
                answered(
                    client,
                    CoordinatorClient::workers,
                    known ->
                        known.stream().filter(worker -> !worker.lost()).count() >= workers.size()));
  }

  /** Kills a worker and sees to it that what it started does not outlive it. */
  public void kill(Member worker) throws IOException, InterruptedException {
    List<ProcessHandle> runners = worker.runners();
    worker.expectEnd();
    worker.signal(Signal.KILL);
    worker.awaitEnd(STOP_SECONDS);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
    while (runners.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
      pause(LOOK);
    }
    for (ProcessHandle runner : runners) {
      if (runner.isAlive()) {
        report(Census.describe(runner) + " outlived " + worker + " by " + ORPHAN_SECONDS + " s");
        runner.destroyForcibly();
      }
    }
  }

  /** Asks a member to end, and insists after a while, which is reported. */
  public void stop(Member member) throws IOException, InterruptedException {
    member.expectEnd();
    member.signal(Signal.TERM);
    if (!member.awaitEnd(STOP_SECONDS)) {
      report(member + " had not ended " + STOP_SECONDS + " s after SIGTERM");
      kill(member);
    }
  }

  /** Starts again what ended by itself, as a supervisor would, and notes that it did. */
  public void revive() throws IOException {
    for (Member member : members()) {
      if (member.endedByItself()) {
        report(member + " ended by itself; its log says why");
        member.start();
      }
    }
  }

  /** Notes that something lived that should not have, or did not that should have. */
  public void report(String survivor) {
    survivors.add(survivor);
  }

  /** Everything that hurts ends, and what is dead is started again. */
  public void heal() throws IOException, InterruptedException {
    network.heal();
    for (Member member : members()) {
      member.signal(Signal.CONT);
      member.start();
    }
  }

  /**
   * Waits for this long.
   *
   * @throws ClusterException when the cluster is being closed
   */
  public void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new ClusterException("the cluster is being closed");
    }
  }

  /**
   * Waits until something is so.
   *
   * @throws ClusterException when it is not after this time, or the cluster is being closed
   */
  public void await(Duration patience, String what, BooleanSupplier done)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new ClusterException("waited " + patience.toSeconds() + " s, but not yet: " + what);
      }
      pause(LOOK);
    }
  }

  /** Stops all members, workers first; what then still lives, or lived too long before. */
  public List<String> stopAll() throws IOException, InterruptedException {
    heal();
    for (List<Member> some : List.of(workers, coordinators)) {
      for (Member member : some) {
        member.retire();
        member.signal(Signal.TERM);
      }
      for (Member member : some) {
        if (!member.awaitEnd(STOP_SECONDS)) {
          report(member + " had not ended " + STOP_SECONDS + " s after SIGTERM");
        }
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
    while (!census.living().isEmpty() && System.nanoTime() < end) {
      pause(LOOK);
    }
    census.living().forEach(process -> report(Census.describe(process) + " still lives"));
    for (SmallDisk disk : disks.values()) {
      disk.release();
    }
    return List.copyOf(survivors);
  }

  /** Kills whatever is left. */
  @Override
  public void close() {
    closing.countDown();
    members().forEach(Member::retire);
    census.living().forEach(ProcessHandle::destroyForcibly);
    try {
      for (SmallDisk disk : disks.values()) {
        disk.release();
      }
      network.close();
    } catch (IOException e) {
      // What does not close goes with this process, but for a disk, which someone must unmount.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
