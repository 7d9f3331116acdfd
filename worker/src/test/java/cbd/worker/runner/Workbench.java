package cbd.worker.runner;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.Training;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.domain.WorkerId;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.stage.StageSettings;
import cbd.worker.metrics.WorkerMetrics;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Slots whose runners are real processes of a {@link FakeRunner}. */
public final class Workbench implements AutoCloseable {
  /** Of each slot, bytes. */
  public static final long MEMORY = 3L << 30;

  /** Short where tests wait until it is over, long where a busy machine must not use it up. */
  private static final Patience SHORT =
      new Patience(
          Duration.ofSeconds(60),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofSeconds(30),
          Duration.ofSeconds(3),
          Silence.USUAL);

  private final RunnerHost host;

  /** Puts something between a slot and its runners' processes, if it is there. */
  @Nullable UnaryOperator<Process> undying;

  private final Path gates;
  private final List<Slot> slots = new ArrayList<>();
  public final WorkerMetrics metrics = new WorkerMetrics(new CollectorRegistry(), "test", "none");

  private Workbench(Path folder, Class<?> runner, Patience patience) throws IOException {
    RunnerProgram ours = RunnerProgram.ofClassPath(System.getProperty("java.class.path"), "32m");
    host =
        new RunnerHost(
            new RunnerProgram(ours.classPath(), runner.getName(), ours.heap(), ""),
            new AttemptFiles(folder.resolve("attempts")),
            new ModelFiles(folder.resolve("models"), 2, true),
            new CheckpointFiles(
                new CheckpointSettings(
                    folder.resolve("checkpoints").toString(), 1, 5, 1_000_000, ""),
                Duration.ofMillis(200),
                InstantSource.system()),
            patience,
            2) {
          @Override
          Process launch(
              Path socket, String token, Path log, Path crash, String device, int threads)
              throws IOException {
            Process real = super.launch(socket, token, log, crash, device, threads);
            return undying == null ? real : undying.apply(real);
          }
        };
    gates = Files.createDirectories(folder.resolve("gates"));
  }

  /** Where an attempt's log is. */
  public Path log(LeaseId lease) {
    return host.files().log(lease);
  }

  public Enclosures enclosures() {
    return host.enclosures();
  }

  public RunnerHost host() {
    return host;
  }

  public static Workbench with(Path folder, Class<?> runner) throws IOException {
    return new Workbench(folder, runner, SHORT);
  }

  static Workbench thatWaitsFor(Duration connect, Path folder, Class<?> runner) throws IOException {
    return new Workbench(
        folder, runner, new Patience(connect, SHORT.stop(), SHORT.terminate(), SHORT.exit()));
  }

  /** A slot whose runners train straight on. */
  public Slot slot() {
    return slot("", "cpu");
  }

  /** A slot whose runners wait before each epoch until it is {@link #open}. */
  public Slot gatedSlot() {
    return slot(gates.toString(), "cpu");
  }

  Slot slot(String data, String device) {
    Slot slot =
        new Slot(
            slots.size(), new Share(device, MEMORY), data, "", 1, StageSettings.OFF, host, metrics);
    slots.add(slot);
    return slot;
  }

  /** Lets runners of gated slots train this epoch. */
  public void open(int epoch) throws IOException {
    Files.createFile(gates.resolve("epoch-" + epoch));
  }

  /** What the metric with these labels, given as name, value and so on, stands at. */
  public @Nullable Double metric(String name, String... labels) {
    String[] names = new String[labels.length / 2];
    String[] values = new String[labels.length / 2];
    for (int i = 0; i < names.length; i++) {
      names[i] = labels[2 * i];
      values[i] = labels[2 * i + 1];
    }
    return metrics.registry().getSampleValue(name, names, values);
  }

  public static Lease lease(long id) {
    return lease(id, 0);
  }

  public static Lease lease(long id, int slot) {
    return lease(id, slot, 1);
  }

  public static Lease lease(long id, int slot, int attempt) {
    return new Lease(
        new LeaseId(id),
        TrialId.of(spec(1)),
        attempt,
        new SlotId(new WorkerId("w"), slot),
        Instant.parse("2026-11-23T00:00:00Z"));
  }

  public static TrialSpec spec(int epochs) {
    return new TrialSpec(
        Dataset.SHAPES,
        100,
        100,
        Architecture.WRN_10_1,
        new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
        new Defense.None(),
        new Training(epochs, 64, 0.1, List.of(20), 0.1, 0.9, 1e-4, new Augmentation.None()),
        0);
  }

  /** Ends all runners and waits for their end. */
  @Override
  public void close() {
    List<CompletableFuture<Void>> gone = slots.stream().map(Slot::leave).toList();
    slots.forEach(Slot::kill);
    gone.forEach(CompletableFuture::join);
    host.close();
  }
}
