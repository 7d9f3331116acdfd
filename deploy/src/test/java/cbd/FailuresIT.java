package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.http.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** What befalls real processes is told apart, named, and mended without a hand. */
class FailuresIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void aRunnerThatHangsIsFoundByItsOwnPaceAndTheTrialGoesOnElsewhere() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running one = cluster.startWorker("worker-1");
      String sweep = submit(cluster, 40);
      Views.RunningView struck = awaitMeasured(cluster, sweep);
      cluster.startWorker("worker-2");

      signal(runner(one).orElseThrow(), "STOP");

      Views.AttemptView lost = awaitEndOf(cluster, struck.trial(), 1);
      assertThat(lost.failure()).isEqualTo("hung");
      assertThat(lost.message()).contains("gave no sign of life for");
      TestCluster.until(
          () -> cluster.running(sweep),
          running -> running.stream().anyMatch(attempt -> attempt.attempt() == 2));
      assertThat(cluster.running(sweep).get(0).slot()).isEqualTo("worker-2/0");
    }
  }

  @Test
  void aNativeCrashIsNamedAndAKillIsToldFromIt() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running worker = cluster.startWorker("worker-1");
      String sweep = submit(cluster, 4000);
      Views.RunningView struck = awaitMeasured(cluster, sweep);

      signal(runner(worker).orElseThrow(), "SEGV");
      assertThat(awaitEndOf(cluster, struck.trial(), 1).failure()).isEqualTo("native-crash");

      signal(awaitRunner(cluster, worker, sweep, 2), "KILL");
      assertThat(awaitEndOf(cluster, struck.trial(), 2).failure()).isEqualTo("killed");
    }
  }

  @Test
  void aWorkerThatLeavesPolitelyCostsNoAttempt() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running one = cluster.startWorker("worker-1");
      String sweep = submit(cluster, 40);
      Views.RunningView struck = awaitMeasured(cluster, sweep);

      one.signal("TERM");

      Views.AttemptView back = awaitEndOf(cluster, struck.trial(), 1);
      assertThat(back.state()).isEqualTo("returned");
      assertThat(back.message()).isEqualTo("worker worker-1 handed it back: it is told to go");
      assertThat(one.awaitExit()).isZero();
      Views.TrialView trial = cluster.client().trial(struck.trial()).trial();
      assertThat(trial.state()).isEqualTo("queued");
      assertThat(trial.maxAttempts() - trial.attempt())
          .as("attempts that are left")
          .isEqualTo(struck.maxAttempts() - struck.attempt());
    }
  }

  @Test
  void aPausedSweepStopsAndGoesOnWhereItWas() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      cluster.startWorker("worker-1");
      // The first is long enough to be paused before its end.
      String sweep =
          cluster.client().submit(Sweeps.yaml(200, 4, "training.epochs: [20, 2, 3]")).sweep();
      cluster.awaitMidTrial(sweep, "worker-1");

      assertThat(cluster.client().change("/sweeps/" + sweep + "/pause").trials()).isEqualTo(3);
      TestCluster.until(
          () -> cluster.client().sweep(sweep).trials(),
          trials -> trials.get("paused") + trials.get("succeeded") == 3);
      assertThat(cluster.running(sweep)).isEmpty();

      assertThat(cluster.client().change("/sweeps/" + sweep + "/resume").trials()).isPositive();
      assertThat(cluster.awaitEnd(sweep).trials()).containsEntry("succeeded", 3L);
    }
  }

  @Test
  void aFinishedResultSurvivesTheDeathOfItsWorkerWhileTheCoordinatorIsAway() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      Processes.Running coordinator = cluster.startCoordinator();
      Processes.Running worker = cluster.startWorker("worker-1");
      // Long enough to outlive the coordinator.
      String sweep = submit(cluster, 20);
      Views.RunningView running = awaitMeasured(cluster, sweep);

      coordinator.signal("KILL");
      coordinator.awaitExit();
      await("the result is on disk").atMost(LONG).until(this::holdsAnEnd);
      worker.signal("KILL");
      worker.awaitExit();

      cluster.startWorker("worker-1");
      cluster.restartCoordinator();

      assertThat(cluster.awaitEnd(sweep).trials()).containsEntry("succeeded", 1L);
      Views.TrialDetail end = cluster.client().trial(running.trial());
      assertThat(end.attempts()).as("nothing was computed again").hasSize(1);
      await().atMost(LONG).until(() -> spooled("worker-1").isEmpty());
    }
  }

  private static String submit(TestCluster cluster, int epochs) {
    return cluster.client().submit(Sweeps.yaml(200, epochs, "repeat: [0]")).sweep();
  }

  /** Waits until an epoch was measured: the runner's pace is known then. */
  private static Views.RunningView awaitMeasured(TestCluster cluster, String sweep) {
    return TestCluster.until(
            () -> cluster.running(sweep),
            running -> running.stream().anyMatch(attempt -> attempt.lastEpoch() != null))
        .get(0);
  }

  /** Waits for the runner of an attempt, which may fetch a checkpoint first. */
  private static ProcessHandle awaitRunner(
      TestCluster cluster, Processes.Running worker, String sweep, int attempt) {
    TestCluster.until(
        () -> cluster.running(sweep),
        running -> running.stream().anyMatch(each -> each.attempt() == attempt));
    return TestCluster.until(() -> runner(worker), Optional::isPresent).orElseThrow();
  }

  private static Views.AttemptView awaitEndOf(TestCluster cluster, String trial, int attempt) {
    return TestCluster.until(
            () -> cluster.client().trial(trial).attempts(),
            attempts -> attempts.size() >= attempt && attempts.get(attempt - 1).endedAt() != null)
        .get(attempt - 1);
  }

  private List<Path> spooled(String worker) throws IOException {
    Path spool = folder.resolve(worker).resolve(worker).resolve("spool");
    if (!Files.isDirectory(spool)) {
      return List.of();
    }
    try (var files = Files.list(spool)) {
      return files.toList();
    }
  }

  private boolean holdsAnEnd() throws IOException {
    for (Path file : spooled("worker-1")) {
      if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
          .contains("\"type\":\"end\"")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<ProcessHandle> runner(Processes.Running worker) {
    return worker.process().descendants().filter(FailuresIT::isRunner).findFirst();
  }

  private static boolean isRunner(ProcessHandle process) {
    try {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return new String(Files.readAllBytes(line), StandardCharsets.UTF_8).contains("RunnerMain");
    } catch (IOException e) {
      return false; // It has ended in the meantime.
    }
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
