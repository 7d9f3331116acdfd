package cbd.worker.cli;

import cbd.domain.Build;
import cbd.domain.HostName;
import cbd.domain.WorkerDescription;
import cbd.membership.Transport;
import cbd.metrics.DiskRoom;
import cbd.metrics.Sampler;
import cbd.tls.ExpiryWatch;
import cbd.tls.Tls;
import cbd.tls.TlsException;
import cbd.training.gpu.NvidiaSmi;
import cbd.worker.actor.Agent;
import cbd.worker.metrics.MetricsServer;
import cbd.worker.metrics.WorkerMetrics;
import cbd.worker.runner.AttemptFiles;
import cbd.worker.runner.CheckpointFiles;
import cbd.worker.runner.Device;
import cbd.worker.runner.DeviceMemory;
import cbd.worker.runner.DiskWatch;
import cbd.worker.runner.Expendables;
import cbd.worker.runner.ModelFiles;
import cbd.worker.runner.Patience;
import cbd.worker.runner.RunnerHost;
import cbd.worker.runner.RunnerProgram;
import cbd.worker.runner.Share;
import cbd.worker.runner.Slot;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a worker together and runs it. */
final class WorkerProgram {
  private static final Logger log = LoggerFactory.getLogger(WorkerProgram.class);

  /** An actor system that is only just being made is finished before it is ended. */
  private static final Duration CLOSING = Duration.ofSeconds(30);

  private final WorkerSettings settings;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);

  WorkerProgram(WorkerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Runs until the process is told to end; the exit code when it cannot start. */
  int run() {
    try {
      refuseAbsentDevices(settings.slots());
    } catch (IOException | RuntimeException e) {
      System.err.println("cbd worker: cannot start: " + reason(e));
      return 1;
    }
    Build build = Build.current();
    WorkerMetrics metrics =
        new WorkerMetrics(new CollectorRegistry(), build.version(), build.commit());
    Optional<Tls> tls;
    try {
      tls =
          settings
              .tls()
              .map(folder -> Tls.of(folder, System::nanoTime, why -> metrics.peerRefused()));
    } catch (TlsException e) {
      System.err.println("cbd worker: cannot start: --tls: " + e.getMessage());
      return 1;
    }
    try (WorkerName name = takeName();
        RunnerHost host = runnerHost(name);
        DiskWatch disk = diskWatch(name, host).start();
        MetricsServer server =
            MetricsServer.start(metrics, settings.cluster().host(), settings.metricsPort(), tls)) {
      log.info(
          "Worker starts. name={} version={} slots={} threads={} metricsPort={} state={}",
          name.id(),
          build.version(),
          settings.slots(),
          settings.threads(),
          server.port(),
          name.folder());
      List<Slot> slots = slots(host, metrics);
      DiskRoom room = metrics.watch(folders(name));
      Optional<Sampler> certificate =
          tls.map(own -> metrics.watchCertificate(new ExpiryWatch(own::expires, clock)::look));
      Sampler gpus = metrics.devices().watch(slot -> slots.get(slot).pid());
      try {
        work(name, build, slots, host, metrics, disk, new Transport(tls));
      } finally {
        gpus.close();
        certificate.ifPresent(Sampler::close);
        room.close();
      }
      return 0;
    } catch (IOException | RuntimeException e) {
      System.err.println("cbd worker: cannot start: " + reason(e));
      log.debug("Cannot start.", e);
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      closed.countDown();
    }
  }

  private void work(
      WorkerName name,
      Build build,
      List<Slot> slots,
      RunnerHost host,
      WorkerMetrics metrics,
      DiskWatch disk,
      Transport transport)
      throws InterruptedException {
    WorkerDescription description =
        new WorkerDescription(
            name.id(),
            clock.millis(),
            hostName(),
            build.version(),
            slots.stream().map(slot -> slot.share().device()).toList());
    Agent agent =
        new Agent(
            description,
            settings.cluster().over(transport),
            slots,
            host,
            metrics,
            settings.betweenProgress(),
            disk::trouble,
            // On a thread of its own: the shutdown hooks wait for whoever calls.
            () -> new Thread(() -> System.exit(0), "cbd-departure").start(),
            clock);
    Thread leaver = new Thread(() -> leave(agent), "cbd-leaver");
    Runtime.getRuntime().addShutdownHook(leaver);
    if (settings.exitWithStdin()) {
      watchStdin();
    }
    try {
      agent.run();
    } catch (RuntimeException | Error e) {
      // It never joined: there is nothing to leave, and the exit code is ours.
      Runtime.getRuntime().removeShutdownHook(leaver);
      throw e;
    }
  }

  /** Without the last line the JVM would say 143, as if it had been killed. */
  private void leave(Agent agent) {
    agent.leave();
    try {
      if (!closed.await(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("Not everything was closed.");
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted while closing.", e);
    }
    log.info("Worker has stopped.");
    Runtime.getRuntime().halt(0);
  }

  /** Whoever started us holds the other end; when it dies, however it dies, we go as well. */
  static void watchStdin() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                InputStream in = System.in;
                while (in.read() >= 0) {
                  // What is said does not matter.
                }
              } catch (IOException e) {
                log.debug("stdin broke.", e);
              }
              System.exit(0);
            },
            "cbd-stdin");
    watcher.setDaemon(true);
    watcher.start();
  }

  private WorkerName takeName() throws IOException {
    Path state = settings.state().toAbsolutePath().normalize();
    return settings.name().isPresent()
        ? WorkerName.of(settings.name().get(), state)
        : WorkerName.first(hostName(), state);
  }

  private DiskWatch diskWatch(WorkerName name, RunnerHost host) {
    return new DiskWatch(
        List.copyOf(folders(name).values()),
        name.id().toString(),
        settings.minFree(),
        new Expendables(host, settings.stages()),
        System::nanoTime);
  }

  /**
   * All folders that this worker or its runners write to, as far as they were named, by the words
   * of the metrics' contract.
   */
  private Map<String, Path> folders(WorkerName name) {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("state", name.folder());
    Map<String, String> named = new LinkedHashMap<>();
    named.put("cache", settings.cache());
    named.put("checkpoints", settings.checkpoints().folder());
    named.put("stages", settings.stages().folder());
    named.forEach(
        (word, folder) -> {
          if (!folder.isEmpty()) {
            folders.put(word, Path.of(folder));
          }
        });
    return folders;
  }

  private RunnerHost runnerHost(WorkerName name) throws IOException {
    String home = System.getProperty("cbd.home");
    RunnerProgram program =
        home != null
            ? RunnerProgram.ofHome(Path.of(home), settings.runnerHeap())
            : RunnerProgram.ofClassPath(
                System.getProperty("java.class.path"), settings.runnerHeap());
    program = program.with(settings.libtorch());
    AttemptFiles files = new AttemptFiles(name.folder().resolve("attempts"));
    ModelFiles models =
        new ModelFiles(
            name.folder().resolve("models"), settings.keptModels(), settings.keepBackdoored());
    CheckpointFiles checkpoints =
        new CheckpointFiles(settings.checkpoints(), settings.sendCheckpoints(), clock);
    RunnerHost host =
        new RunnerHost(
            program, files, models, checkpoints, Patience.USUAL, settings.slots().size());
    checkpoints.removeDrafts(name.id());
    return host;
  }

  /** A slot on a device that is not there would fail one trial after the other. */
  private static void refuseAbsentDevices(List<String> devices) throws IOException {
    if (devices.stream().anyMatch(device -> device.startsWith("gpu:")) && !hasGpu()) {
      throw new IllegalStateException(
          "--device must name what this machine has, but was "
              + devices
              + " and no GPU is to be seen (/dev/nvidia0 and so on). Is its driver loaded?");
    }
    String given = System.getenv("CUDA_VISIBLE_DEVICES");
    for (String device : devices) {
      if (Device.visible(device, given).isEmpty()) {
        throw new IllegalStateException(
            "--device must name a GPU that this process was given, but was "
                + device
                + " and CUDA_VISIBLE_DEVICES is '"
                + given
                + "'. gpu:0 is the first that it names.");
      }
    }
  }

  private static boolean hasGpu() throws IOException {
    Path devices = Path.of("/dev");
    if (!Files.isDirectory(devices)) {
      return true; // Not a Linux: nothing is known here, and the runner will say.
    }
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(devices, "{nvidia[0-9]*,dxg,kfd}")) {
      return found.iterator().hasNext();
    }
  }

  private List<Slot> slots(RunnerHost host, WorkerMetrics metrics) {
    List<Slot> slots = new ArrayList<>();
    List<Share> shares =
        new DeviceMemory(NvidiaSmi.INSTALLED, DeviceMemory.ofMachine())
            .shares(settings.slots(), System.getenv("CUDA_VISIBLE_DEVICES"));
    log.info("Memory of the slots in bytes, 0 where it is not known. shares={}", shares);
    for (Share share : shares) {
      slots.add(
          new Slot(
              slots.size(),
              share,
              settings.data(),
              settings.cache(),
              settings.threads(),
              settings.stages(),
              host,
              metrics));
    }
    return slots;
  }

  /** At least its address tells a machine from others, which have no name either. */
  private String hostName() {
    return HostName.current().orElse(settings.cluster().host());
  }

  private String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      // Akka wraps it several times.
      if (cause instanceof BindException) {
        return "port %d of %s cannot be had (%s): another program has it, or the address is not this machine's. Choose another with --port or --host."
            .formatted(settings.cluster().port(), settings.cluster().host(), cause.getMessage());
      }
    }
    return e instanceof IOException ? e.toString() : String.valueOf(e.getMessage());
  }
}
