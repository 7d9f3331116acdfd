package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.Views;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator ends in the middle of a sweep, killed or in good order, and is started again. */
class CoordinatorRestartIT {
  @TempDir Path folder;

  @Test
  void goesOnAfterItWasKilledWithTheRunnersThatTrainedOnMeanwhile() throws Exception {
    goesOn("KILL");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void goesOnAfterItWasStoppedWithTheRunnersThatTrainedOnMeanwhile() throws Exception {
    goesOn("TERM");
  }

  private void goesOn(String end) throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      Processes.Running coordinator = cluster.startCoordinator();
      Processes.Running worker = cluster.startWorker("worker-1");
      // The first is long enough to outlast the restart.
      String sweep =
          cluster.client().submit(Sweeps.yaml(1000, 1, "training.epochs: [24, 1]")).sweep();
      Views.RunningView before = cluster.awaitMidTrial(sweep, "worker-1");
      List<ProcessHandle> runners = worker.process().descendants().toList();

      coordinator.signal(end);
      coordinator.awaitExit();
      Processes.Running second = cluster.restartCoordinator();

      assertThat(cluster.client().health().term()).isEqualTo(2);
      List<ProcessHandle> still =
          TestCluster.until(
              () ->
                  adopted(cluster, sweep, before) ? worker.process().descendants().toList() : null,
              Objects::nonNull);
      assertThat(runners).as("no runner was started again").containsAll(still);

      Views.SweepView done = cluster.awaitEnd(sweep);
      assertThat(done.trials()).containsEntry("succeeded", 2L);
      assertThat(cluster.client().trials(sweep, List.of()))
          .allMatch(trial -> trial.attempt() == 1, "one attempt");
      String live = leaderboard(processes, "--coordinator", cluster.address());

      worker.signal("TERM");
      assertThat(worker.awaitExit()).as("the worker leaves").isZero();
      second.signal("TERM");
      assertThat(second.awaitExit()).as("the coordinator stops").isZero();
      assertThat(leaderboard(processes, "--store", cluster.store().toString())).isEqualTo(live);
    }
  }

  /** It moves on under its old lease. */
  private static boolean adopted(TestCluster cluster, String sweep, Views.RunningView before) {
    return cluster.running(sweep).stream()
        .anyMatch(now -> now.lease() == before.lease() && now.progress() != null);
  }

  private static String leaderboard(Processes processes, String... where) throws Exception {
    Processes.Ended ended = processes.run("leaderboard", where[0], where[1], "--format", "csv");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out().lines()).as("a head and two cells").hasSize(3);
    return ended.out();
  }
}
