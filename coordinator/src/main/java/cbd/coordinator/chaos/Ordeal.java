package cbd.coordinator.chaos;

import cbd.coordinator.chaos.check.Evidence;
import cbd.coordinator.chaos.check.Promises;
import cbd.coordinator.chaos.check.Remains;
import cbd.coordinator.chaos.check.Undisturbed;
import cbd.coordinator.chaos.check.Violation;
import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.LocalCluster;
import cbd.coordinator.chaos.fault.FaultKinds;
import cbd.coordinator.chaos.fault.PlannedFault;
import cbd.coordinator.chaos.fault.Scene;
import cbd.coordinator.chaos.fault.Schedule;
import cbd.coordinator.chaos.fault.Submission;
import cbd.coordinator.chaos.fault.Workload;
import cbd.coordinator.http.Views;
import cbd.coordinator.store.Database;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One go of the harness, from an empty folder to a verdict. In order: a cluster, work for it, the
 * faults, quiet, the leaderboards, the end of all processes, the same trials without faults, the
 * promises.
 *
 * <p>{@link #close} may be called from another thread, such as a shutdown hook, and ends it.
 */
public final class Ordeal implements AutoCloseable {
  /** Longer than a lease, a cool-down and an attempt together. */
  private static final Duration STANDSTILL = Duration.ofMinutes(3);

  private static final String SERVES = "the cluster finds itself again";

  private final OrdealSettings settings;
  private final InstantSource clock;
  private final Consumer<String> said;
  private final Workload workload = new Workload();
  private final List<Violation> failures = new ArrayList<>();
  private final Map<SweepId, Views.LeaderboardView> shown = new LinkedHashMap<>();
  private volatile @Nullable LocalCluster cluster;
  private volatile boolean stopping;
  private int passedOver;

  /**
   * @param clock the coordinators'
   * @param said hears how it gets on
   */
  public Ordeal(OrdealSettings settings, InstantSource clock, Consumer<String> said) {
    this.settings = settings;
    this.clock = clock;
    this.said = said;
  }

  /**
   * Goes through it.
   *
   * @throws ClusterException when the cluster never stood, so that nothing can be said of it
   * @throws IOException when the folder cannot be used
   */
  public OrdealReport run() throws IOException, InterruptedException {
    Instant began = clock.instant();
    List<PlannedFault> schedule =
        Schedule.of(settings.seed(), settings.faults(), FaultKinds.of(settings.shape()));
    said.accept(
        "Starting %d coordinators and %d workers ..."
            .formatted(settings.shape().coordinators(), settings.shape().workers()));
    Path folder = settings.folder();
    List<InjectedFault> injected = new ArrayList<>();
    List<String> survivors = List.of();
    Database store;
    try (LocalCluster started =
        LocalCluster.of(settings.shape(), settings.launcher(), folder, clock)) {
      cluster = started;
      started.begin();
      store = started.store();
      goThrough(new Scene(started, workload), schedule, injected);
      survivors = started.stopAll();
    }
    StoredHistory stored = StoredHistory.read(store);
    Map<TrialId, Undisturbed> undisturbed =
        new Reference(settings.reference(), settings.launcher(), clock, said)
            .of(workload.confirmed(), settings.shape().workers());
    Remains remains = new Remains(survivors, Leftovers.in(folder), stored.damage());
    List<Violation> violations = new ArrayList<>(failures);
    violations.addAll(
        Promises.violated(
            new Evidence(
                submitted(), stored.history(), stored.rows(), undisturbed, shown, remains)));
    return OrdealReport.of(
        settings,
        injected,
        passedOver,
        stored.history(),
        Work.of(stored.history(), undisturbed),
        violations,
        Duration.between(began, clock.instant()));
  }

  /** What stops it here is a broken promise: the checker still looks at what there is. */
  private void goThrough(Scene scene, List<PlannedFault> schedule, List<InjectedFault> injected)
      throws IOException, InterruptedException {
    Injector injector;
    try (HistoryWatch watch = new HistoryWatch(scene.cluster().store());
        Feeder feeder = Feeder.start(scene, watch)) {
      injector = new Injector(scene, watch, clock, said);
      try {
        injector.injectAll(schedule, settings.most());
        scene.cluster().heal();
        feeder.finish();
        said.accept("All faults are over. Waiting until every trial has ended ...");
        Quiet.await(scene.cluster(), watch, STANDSTILL);
        for (Views.SweepView sweep : scene.cluster().ask(client -> client.sweeps())) {
          shown.put(
              new SweepId(sweep.id()),
              scene.cluster().ask(client -> client.leaderboard(sweep.id())));
        }
      } catch (ClusterException e) {
        if (stopping) {
          throw e;
        }
        failures.add(new Violation(SERVES, String.valueOf(e.getMessage())));
      } finally {
        injected.addAll(injector.injected());
        passedOver = injector.passedOver();
      }
    }
  }

  private Map<SweepId, List<Trial>> submitted() {
    Map<SweepId, List<Trial>> submitted = new LinkedHashMap<>();
    for (Submission submission : workload.confirmed()) {
      submitted.put(submission.sweep(), submission.trials());
    }
    return submitted;
  }

  /** Whether it was closed before its end. */
  public boolean isStopping() {
    return stopping;
  }

  /** Kills the cluster that is hurt; the undisturbed one ends with this process. */
  @Override
  public void close() {
    stopping = true;
    LocalCluster started = cluster;
    if (started != null) {
      started.close();
    }
  }
}
