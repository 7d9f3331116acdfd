package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.http.Views;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.AttemptRow;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.TrialId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, one of which is killed in the middle of a trial. */
class SweepSurvivesWorkerDeathIT {
  @TempDir Path folder;

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void finishesEveryTrialExactlyOnce() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running victim = cluster.startWorker("worker-1");
      cluster.startWorker("worker-2");
      String sweep =
          cluster
              .client()
              .submit(Sweeps.yaml(400, 3, "defense: [none, {type: cbd, t1: 1}]", "repeat: [0, 1]"))
              .sweep();

      Views.RunningView struck = cluster.awaitMidTrial(sweep, "worker-1");
      List<ProcessHandle> family = victim.family();
      assertThat(family).as("the worker, and its runner").hasSizeGreaterThanOrEqualTo(2);
      victim.signal("KILL");

      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
      Views.SweepView end = cluster.awaitEnd(sweep);
      assertThat(end.trials()).containsEntry("succeeded", 4L);
      Views.TrialView again = cluster.client().trial(struck.trial()).trial();
      assertThat(again.attempt()).as("attempts at the trial that was struck").isEqualTo(2);
      assertExactlyOnce(cluster, sweep);
    }
  }

  private static void assertExactlyOnce(TestCluster cluster, String sweep) {
    try (ReadOnlyStore store = ReadOnlyStore.open(cluster.store())) {
      for (Views.TrialView view : cluster.client().trials(sweep, List.of())) {
        TrialId trial = new TrialId(view.id());
        assertThat(store.history(trial))
            .as("results of trial %s", trial)
            .filteredOn(entry -> entry.event() instanceof Event.TrialSucceeded)
            .hasSize(1);
        Instant free = Instant.MIN;
        for (AttemptRow attempt : store.attempts(trial)) {
          assertThat(attempt.grantedAt())
              .as("attempt %d at %s begins after the one before", attempt.attempt(), trial)
              .isAfterOrEqualTo(free);
          assertThat(attempt.endedAt()).isNotNull();
          free = attempt.endedAt();
        }
      }
    }
  }
}
