package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import cbd.domain.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Coordinators and workers are replaced by those of a later build while a sweep runs. */
class RollingUpgradeIT {
  /** More trials of seconds than are trained meanwhile; the rest is cancelled. */
  private static final String SWEEP =
      Sweeps.yaml(
          300,
          8,
          "repeat: "
              + IntStream.range(0, 60)
                  .mapToObj(Integer::toString)
                  .collect(Collectors.joining(", ", "[", "]")));

  private static final List<String> WORKERS = List.of("worker-1", "worker-2");

  @TempDir Path folder;
  private final List<Processes.Running> workers = new ArrayList<>();
  private String sweep = "";

  /** The next build has a message and a migration more; and one coordinator is struck too early. */
  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void losesNothingAndComputesNothingTwice() throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "default", 90)) {
      int first = begin(cluster);
      processes.use(NextBuild.in(folder.resolve("next")));

      replace(cluster, (first + 1) % 3);
      goesOnBesideANewerOne(cluster, first);
      int last = (first + 2) % 3;
      replace(cluster, first);
      // The last of the old build would be in office now: the eldest is.
      cluster.coordinator(last).awaitText("leaves the office to a newer cbd");
      int second = cluster.awaitActive(last);
      assertThat(cluster.client(second).health().version()).isEqualTo(NextBuild.VERSION);
      assertThat(cluster.client(second).health().term()).isEqualTo(2);
      replace(cluster, last);

      for (Processes.Running worker : workers) {
        assertThat(worker.text()).contains("manifest nv1", "the sender is newer");
      }
      List<String> interrupted = replaceWorkers(cluster, NextBuild.VERSION);
      awaitResults(cluster, interrupted);
      nothingIsLostOrDoneTwice(cluster, interrupted, true);
      theirNumbersAreThoseOfAnUndisturbedTraining(processes, cluster, interrupted);
    }
  }

  /** Before a release: {@code -Dcbd.older=} the folder of the distribution before it. */
  @Test
  @EnabledIfSystemProperty(named = "cbd.older", matches = ".+")
  void losesNothingThatATrueOlderBuildBegan() throws Exception {
    try (Processes processes = new Processes(folder);
        SharedCluster cluster = new SharedCluster(processes, "default", 90)) {
      processes.use(Path.of(System.getProperty("cbd.older")));
      int first = begin(cluster);
      processes.use(Processes.HOME);

      replace(cluster, (first + 1) % 3);
      replace(cluster, (first + 2) % 3);
      assertThat(cluster.client(first).health().leader()).isTrue();
      replace(cluster, first);
      List<String> interrupted = replaceWorkers(cluster, Build.current().version());
      awaitResults(cluster, interrupted);
      nothingIsLostOrDoneTwice(cluster, interrupted, false);
      theirNumbersAreThoseOfAnUndisturbedTraining(processes, cluster, interrupted);
    }
  }

  /** Coordinators, workers and a sweep; the one in office. */
  private int begin(SharedCluster cluster) throws IOException {
    cluster.startCoordinators();
    int first = cluster.awaitActive(-1);
    for (String name : WORKERS) {
      workers.add(cluster.startWorker(name));
    }
    sweep = cluster.client().submit(SWEEP).sweep();
    cluster.awaitTraining(sweep, 2);
    return first;
  }

  private static void replace(SharedCluster cluster, int index) throws Exception {
    cluster.coordinator(index).signal("TERM");
    assertThat(cluster.coordinator(index).awaitExit()).isZero();
    cluster.startCoordinator(index);
    cluster.awaitWhole();
  }

  /** It writes into tables that have changed, and bears a message that it does not know. */
  private void goesOnBesideANewerOne(SharedCluster cluster, int active) {
    long done = cluster.client().sweep(sweep).done();
    TestCluster.until(() -> cluster.client().sweep(sweep).done(), now -> now > done);
    assertThat(cluster.client(active).health().leader()).isTrue();
    TestCluster.until(
        () -> cluster.client(active).metrics(),
        text ->
            text.lines()
                .anyMatch(line -> line.matches(".*_rejected_total.*undecodable.* [1-9][\\d.]*")));
  }

  /** The trials that they were in the middle of. */
  private List<String> replaceWorkers(SharedCluster cluster, String version) throws Exception {
    List<String> interrupted = new ArrayList<>();
    for (int i = 0; i < WORKERS.size(); i++) {
      String name = WORKERS.get(i);
      interrupted.add(cluster.awaitTraining(sweep, name).trial());
      workers.get(i).signal("TERM");
      assertThat(workers.get(i).awaitExit()).isZero();
      Processes.Running next = cluster.startWorker(name);
      next.awaitText("Registered with the coordinator");
      assertThat(next.text()).contains(version);
    }
    assertThat(cluster.client().workers())
        .extracting(Views.WorkerView::version)
        .containsOnly(version);
    return interrupted;
  }

  private static void awaitResults(SharedCluster cluster, List<String> trials) {
    for (String trial : trials) {
      TestCluster.until(
          () -> cluster.client().trial(trial).trial().state(), state -> state.equals("succeeded"));
    }
  }

  /**
   * @param alike whether both builds train by the same code, so that a checkpoint serves the other
   */
  private void nothingIsLostOrDoneTwice(
      SharedCluster cluster, List<String> interrupted, boolean alike) {
    cluster.client().change("/sweeps/" + sweep + "/cancel");
    Views.SweepView end = cluster.awaitEnd(sweep);
    assertThat(
            end.trials().getOrDefault("succeeded", 0L) + end.trials().getOrDefault("cancelled", 0L))
        .as("%s", end.trials())
        .isEqualTo(end.size());
    for (Views.TrialView trial : cluster.client().trials(sweep, List.of("succeeded"))) {
      int handedBack = Collections.frequency(interrupted, trial.id());
      assertThat(trial.attempt()).as(trial.id()).isEqualTo(1 + handedBack);
      Map<?, ?> provenance = (Map<?, ?>) trial.result().get("provenance");
      assertThat((List<?>) provenance.get("resumed"))
          .as("what the other build had trained counts: %s", trial.id())
          .hasSize(alike ? handedBack : 0);
    }
  }

  private static void theirNumbersAreThoseOfAnUndisturbedTraining(
      Processes processes, SharedCluster cluster, List<String> trials)
      throws IOException, InterruptedException {
    List<Processes.Running> replays = new ArrayList<>();
    for (String trial : new TreeSet<>(trials)) {
      replays.add(
          processes.start(
              "replay",
              trial,
              "--threads",
              "1",
              "--coordinator",
              cluster.client(0).address().toString()));
    }
    for (Processes.Running replay : replays) {
      assertThat(replay.awaitExit()).as(replay.text()).isZero();
      assertThat(replay.text()).contains("equal to the last digit");
    }
  }
}
