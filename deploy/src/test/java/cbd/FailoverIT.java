package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.ReadOnlyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three coordinators on a real PostgreSQL server: one is lost, another goes on. */
class FailoverIT {
  private static final int TAKEOVERS = 5;

  /** Long enough to outlast a takeover, and some that come after it. */
  private static final String SWEEP =
      Sweeps.yaml(1000, 1, "training.epochs: [40, 41, 1]", "defense: [none]");

  /** Trains for about as long as a takeover and a return take; results wait for whoever comes. */
  private static final String SHORTER =
      Sweeps.yaml(1000, 1, "training.epochs: [12, 13, 1]", "defense: [none]");

  @TempDir Path folder;

  @ParameterizedTest
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  @ValueSource(strings = {"default", "fast"})
  void anotherTakesOverFromOneThatIsKilledAndNothingIsComputedTwice(
      String profile, TestReporter reporter) throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, profile, 90)) {
      cluster.startCoordinators();
      int first = cluster.awaitActive(-1);
      cluster.startWorker("worker-1");
      cluster.startWorker("worker-2");
      String sweep = cluster.client().submit(SWEEP).sweep();
      cluster.awaitTraining(sweep, 2);
      List<Long> leases = leases(cluster.running(sweep));

      long killed = System.nanoTime();
      cluster.coordinator(first).signal("KILL");
      int second = cluster.awaitActive(first);
      double seconds = SharedCluster.secondsSince(killed);
      reporter.publishEntry("seconds until another serves, " + profile, Double.toString(seconds));

      assertThat(cluster.client(second).health().term()).isEqualTo(2);
      TestCluster.until(
          () -> leases(cluster.running(sweep)), running -> running.containsAll(leases));
      // A stand-by, asked alone, answers as the active one would.
      int standBy = 3 - first - second;
      assertThat(cluster.client(standBy).health().active()).isNotNull();
      assertThat(cluster.client(standBy).submit(SWEEP).created()).isFalse();

      Views.SweepView done = cluster.awaitEnd(sweep);
      assertThat(done.trials()).containsEntry("succeeded", 3L);
      assertThat(cluster.client().trials(sweep, List.of()))
          .allMatch(trial -> trial.attempt() == 1, "one attempt");
      assertThat(terms(cluster)).isSorted().containsOnly(1L, 2L);

      cluster.startCoordinator(first);
      TestCluster.until(() -> cluster.client(first).health().active(), Objects::nonNull);
    }
  }

  @ParameterizedTest
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  @ValueSource(strings = {"default", "fast"})
  void anotherTakesOverEveryTime(String profile, TestReporter reporter) throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, profile, 90)) {
      cluster.startCoordinators();
      int active = cluster.awaitActive(-1);
      cluster.startWorker("worker-1");
      List<Double> seconds = new ArrayList<>();
      for (long term = 2; term < 2 + TAKEOVERS; term++) {
        int struck = active;
        cluster.awaitWhole();
        long killed = System.nanoTime();
        cluster.coordinator(struck).signal("KILL");
        active = cluster.awaitActive(struck);
        seconds.add(SharedCluster.secondsSince(killed));

        assertThat(cluster.client(active).health().term()).isEqualTo(term);
        cluster.startCoordinator(struck);
      }
      reporter.publishEntry("seconds until another serves, " + profile, seconds.toString());
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void aLogIsFollowedThroughAStandByOverAKilledRunnersRetry() throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "default", 90)) {
      cluster.startCoordinators();
      int active = cluster.awaitActive(-1);
      int standBy = (active + 1) % 3;
      Processes.Running worker = cluster.startWorker("worker-1");
      String sweep = cluster.client().submit(Sweeps.yaml(200, 30, "repeat: [0]")).sweep();
      String trial = cluster.client().trials(sweep, List.of()).get(0).id();
      Processes.Running reader =
          processes.start(
              "logs", "-f", trial, "--coordinator", cluster.client(standBy).address().toString());
      reader.awaitText("Training set poisoned");
      cluster.awaitTraining(sweep, 1);

      ProcessHandle runner =
          worker.process().descendants().filter(FailoverIT::isRunner).findFirst().orElseThrow();
      runner.destroyForcibly();

      reader.awaitText("--- attempt 2 on worker-1/0 ---");
      assertThat(reader.awaitExit()).as(reader.text()).isZero();
      assertThat(Files.readString(reader.out()).split("Training set poisoned", -1))
          .as("both attempts tell of it, in one stream")
          .hasSize(3);
      assertThat(Files.readString(reader.err())).contains("Attempt 1 failed", "succeeded");

      worker.signal("KILL");
      worker.awaitExit();
      for (int attempt = 1; attempt <= 2; attempt++) {
        Processes.Ended kept =
            processes.run(
                "logs", trial, "--attempt", Integer.toString(attempt), "--store", cluster.store());
        assertThat(kept.exit()).as(kept.err()).isZero();
        assertThat(kept.out()).contains("Training set poisoned");
      }
      assertThat(cluster.client().trial(trial).picture()).as("of the attack").isNotNull();
    }
  }

  private static boolean isRunner(ProcessHandle process) {
    try {
      Path line = Path.of("/proc", Long.toString(process.pid()), "cmdline");
      return Files.readString(line).contains("RunnerMain");
    } catch (IOException e) {
      return false; // It has ended in the meantime.
    }
  }

  @Test
  void aCoordinatorThatStoodStillWritesNothingWhenItWakes() throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "default", 90)) {
      cluster.startCoordinators();
      int first = cluster.awaitActive(-1);
      cluster.startWorker("worker-1");
      cluster.startWorker("worker-2");
      String sweep = cluster.client().submit(SHORTER).sweep();
      cluster.awaitTraining(sweep, 2);
      cluster.awaitWhole();

      cluster.coordinator(first).signal("STOP");
      int second = cluster.awaitActive(first);
      TestCluster.until(() -> terms(cluster), terms -> terms.contains(2L));
      cluster.coordinator(first).signal("CONT");

      // By the store's word, or because its successor's request to hand over comes first.
      cluster.coordinator(first).awaitText("is fenced|Out of the cluster");
      // It has left the cluster that it thought it led, and joined the other's.
      TestCluster.until(() -> cluster.client(first).health().active(), Objects::nonNull);
      assertThat(cluster.client(second).health().leader()).isTrue();
      Views.SweepView done = cluster.awaitEnd(sweep);

      assertThat(done.trials()).containsEntry("succeeded", 3L);
      assertThat(cluster.client().trials(sweep, List.of()))
          .allMatch(trial -> trial.attempt() == 1, "one attempt");
      assertThat(terms(cluster)).as("no row of an old term after one of a new").isSorted();
      assertThat(terms(cluster)).containsOnly(1L, 2L);
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void anyTwoOpenTheClusterAgainAfterAllWereKilledAndWorkersFindIt() throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "fast", 3)) {
      cluster.startCoordinators();
      int first = cluster.awaitActive(-1);
      cluster.startWorker("worker-1");
      String sweep = cluster.client().submit(SWEEP).sweep();
      cluster.awaitTraining(sweep, 1);

      for (int i = 0; i < 3; i++) {
        cluster.coordinator(i).signal("KILL");
        cluster.coordinator(i).awaitExit();
      }
      cluster.startCoordinator((first + 1) % 3);
      cluster.startCoordinator((first + 2) % 3);

      int second = cluster.awaitActive(first);
      assertThat(cluster.client(second).health().term()).isEqualTo(2);
      Views.SweepView done = cluster.awaitEnd(sweep);
      assertThat(done.trials()).containsEntry("succeeded", 3L);
      assertThat(cluster.client().trials(sweep, List.of()))
          .as("the outage was several times as long as a lease")
          .allMatch(trial -> trial.attempt() == 1, "one attempt");
    }
  }

  private static List<Long> leases(List<Views.RunningView> running) {
    return running.stream().map(Views.RunningView::lease).toList();
  }

  /** The term of every row of the history, in order. */
  private static List<Long> terms(SharedCluster cluster) throws IOException {
    try (ReadOnlyStore store = ReadOnlyStore.open(cluster.database())) {
      return store.history(0, 100_000).stream().map(HistoryEntry::epoch).toList();
    }
  }
}
