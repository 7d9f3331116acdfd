package cbd.worker.runner;

import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.training.checkpoint.CheckpointSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What all runner processes of a worker share: how they start, where they write, who waits. */
public class RunnerHost implements AutoCloseable {
  /** Most systems allow a socket's path 108 bytes, macOS 104. */
  private static final int MAX_SOCKET_PATH = 100;

  private final RunnerProgram program;
  private final AttemptFiles files;
  private final ModelFiles models;
  private final CheckpointFiles checkpoints;
  private final Patience patience;
  private final Path sockets;
  private final ExecutorService readers;
  private final ExecutorService disk;
  private final ScheduledExecutorService clock;
  private final Leftovers leftovers;
  private final Spool spool;
  private final List<Spool.Undelivered> undelivered;
  private final Enclosures enclosures = new Enclosures();
  private final MemoryKills memoryKills = MemoryKills.ofThisMachine();
  private final Map<LeaseId, TrialId> atWork = new ConcurrentHashMap<>();
  private final int slots;
  private final AtomicInteger serial = new AtomicInteger();

  /**
   * @param slots how many runners there may be at once; each has a thread that listens to it
   * @throws IOException when a folder cannot be made
   */
  public RunnerHost(
      RunnerProgram program,
      AttemptFiles files,
      ModelFiles models,
      CheckpointFiles checkpoints,
      Patience patience,
      int slots)
      throws IOException {
    this.program = program;
    this.files = files;
    this.models = models;
    this.checkpoints = checkpoints;
    this.patience = patience;
    this.slots = slots;
    leftovers = new Leftovers(files.folder().resolveSibling("runners"));
    leftovers.killAll();
    spool = new Spool(files.folder().resolveSibling("spool"));
    undelivered = spool.undelivered();
    files.prepare();
    models.prepare();
    sockets =
        Files.createTempDirectory(
            "cbd",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    readers = Executors.newFixedThreadPool(slots + 2, daemons("cbd-runner-reader"));
    disk = Executors.newFixedThreadPool(slots + 1, daemons("cbd-checkpoint-files"));
    clock = Executors.newSingleThreadScheduledExecutor(daemons("cbd-runner-clock"));
  }

  private static ThreadFactory daemons(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a runner. */
  Process launch(Path socket, String token, Path log, Path crash, String device, int threads)
      throws IOException {
    return program.start(socket, token, log, crash, device, threads);
  }

  /** Where runners write. */
  public AttemptFiles files() {
    return files;
  }

  /** What goes to the coordinator beside reports, and may be lost. */
  public Enclosures enclosures() {
    return enclosures;
  }

  /** Where runners leave networks. */
  public ModelFiles models() {
    return models;
  }

  /** Where checkpoints are, and whether they travel. */
  public CheckpointFiles checkpoints() {
    return checkpoints;
  }

  Leftovers leftovers() {
    return leftovers;
  }

  Spool spool() {
    return spool;
  }

  /**
   * What this worker finished in a slot before it was started and could not deliver, the first to
   * end first. What was finished in a slot that it has no more is for its first one.
   */
  List<Spool.Undelivered> undelivered(int slot) {
    return undelivered.stream()
        .filter(
            found -> {
              int of = found.lease().slot().index();
              return of == slot || (slot == 0 && of >= slots);
            })
        .toList();
  }

  /** An attempt begins. */
  void begins(LeaseId lease, TrialId trial) {
    atWork.put(lease, trial);
  }

  /** It has ended, and left perhaps what nobody writes on. */
  void ended(LeaseId lease, CheckpointSettings settings) {
    TrialId trial = atWork.remove(lease);
    if (trial == null) {
      return;
    }
    try {
      disk.execute(() -> checkpoints.removeDrafts(trial, settings));
    } catch (RejectedExecutionException e) {
      // The worker closes; its next start removes it.
    }
  }

  /** Whose attempts run now. */
  Set<TrialId> atWork() {
    return Set.copyOf(atWork.values());
  }

  MemoryKills memoryKills() {
    return memoryKills;
  }

  Patience patience() {
    return patience;
  }

  /** For what blocks. */
  ExecutorService readers() {
    return readers;
  }

  /** For checkpoints and logs: a folder that hangs must keep no runner from being heard. */
  public ExecutorService disk() {
    return disk;
  }

  /** Does what blocks and nobody waits for; not at all once the worker closes. */
  void aside(Runnable work) {
    try {
      readers.execute(work);
    } catch (RejectedExecutionException e) {
      // What is left on disk is cleared by the next start.
    }
  }

  /** For what comes later; must not block. */
  ScheduledExecutorService clock() {
    return clock;
  }

  /**
   * A path for a new socket, in a folder that only this user may enter.
   *
   * @throws IOException when it is longer than a socket's path may be
   */
  Path newSocket() throws IOException {
    Path socket = sockets.resolve(serial.incrementAndGet() + ".sock");
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_SOCKET_PATH) {
      throw new IOException(
          "The path of a runner's socket may have %d bytes, but %s has %d. Start the worker with a shorter temporary folder: CBD_JAVA_OPTS=-Djava.io.tmpdir=/tmp"
              .formatted(MAX_SOCKET_PATH, socket, length));
    }
    return socket;
  }

  /** Ends the threads and removes the sockets; runners must have ended. */
  @Override
  public void close() {
    clock.shutdownNow();
    disk.shutdown();
    readers.shutdown();
    try {
      if (!readers.awaitTermination(1, TimeUnit.SECONDS)) {
        readers.shutdownNow();
      }
      Files.deleteIfExists(sockets);
    } catch (IOException e) {
      // A socket of a runner that had to be killed stays in the temporary folder.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
