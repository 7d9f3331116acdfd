package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.cli.client.Json;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A machine dies and another goes on with its trial, from where it was, to the numbers that it
 * would have had: through a directory that both share, and through the coordinator when they share
 * nothing.
 */
class CheckpointTravelsIT {
  private static final String SWEEP =
      Sweeps.yaml(400, 4, "defense: [{type: cbd, t1: 2}]", "repeat: [0]");

  @TempDir Path folder;

  @Test
  void throughTheCoordinatorAndThroughASharedDirectory() throws Exception {
    Views.TrialDetail undisturbed = undisturbed();

    assertWentOn(
        disturbed("travels", "--checkpoint-minutes", "0.01", "--checkpoint-upload", "0.01"),
        undisturbed);

    String shared = folder.resolve("shared").toString();
    assertWentOn(
        disturbed("shares", "--checkpoint-minutes", "0.01", "--checkpoints", shared), undisturbed);
    assertThat(files(Path.of(shared))).as("of trials that ended").isEmpty();
  }

  private Views.TrialDetail undisturbed() throws Exception {
    try (Processes processes = new Processes(Files.createDirectory(folder.resolve("quiet")))) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running worker = cluster.startWorker("worker-1", "--checkpoints", "off");
      String sweep = cluster.client().submit(SWEEP).sweep();
      cluster.awaitEnd(sweep);
      Views.TrialDetail trial = trial(cluster, sweep);
      downloads(processes, cluster, worker, trial.trial());
      return trial;
    }
  }

  /** The network outlives its worker, and is the one that was measured. */
  private void downloads(
      Processes processes, TestCluster cluster, Processes.Running worker, Views.TrialView trial)
      throws Exception {
    Path kept = folder.resolve("quiet").resolve("coordinator").resolve("models");
    looking().until(() -> Files.isDirectory(kept) && !files(kept, ".safetensors").isEmpty());
    worker.signal("KILL");
    String file = folder.resolve("clean.safetensors").toString();

    Processes.Ended model =
        processes.run("model", trial.id(), "-o", file, "--coordinator", cluster.address());
    Processes.Ended measured = processes.run("evaluate", file, "--json");

    assertThat(model.exit()).as(model.err()).isZero();
    assertThat(measured.exit()).as(measured.err()).isZero();
    assertThat(Json.read(measured.out(), Map.class).get("scores"))
        .isEqualTo(trial.result().get("scores"));
  }

  /** The first worker is killed when a checkpoint can be had without it, and all it had is lost. */
  private Views.TrialDetail disturbed(String name, String... options) throws Exception {
    Path own = Files.createDirectory(folder.resolve(name));
    try (Processes processes = new Processes(own)) {
      TestCluster cluster = new TestCluster(processes);
      cluster.startCoordinator();
      Processes.Running victim = cluster.startWorker("worker-1", options);
      String sweep = cluster.client().submit(SWEEP).sweep();
      Path elsewhere =
          List.of(options).contains("--checkpoints")
              ? folder.resolve("shared")
              : own.resolve("coordinator").resolve("checkpoints");
      looking().until(() -> !files(elsewhere).isEmpty());
      List<ProcessHandle> family = victim.family();
      victim.signal("KILL");
      await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(() -> assertThat(family).noneMatch(ProcessHandle::isAlive));
      delete(own.resolve("worker-1"));

      cluster.startWorker("worker-2", options);
      cluster.awaitEnd(sweep);
      looking().until(() -> files(elsewhere).isEmpty());
      return trial(cluster, sweep);
    }
  }

  private static void assertWentOn(Views.TrialDetail resumed, Views.TrialDetail undisturbed) {
    assertThat(resumed.trial().state()).isEqualTo("succeeded");
    assertThat(resumed.trial().attempt()).isEqualTo(2);
    Map<?, ?> provenance = (Map<?, ?>) resumed.trial().result().get("provenance");
    assertThat((List<?>) provenance.get("resumed")).hasSize(1);
    assertThat(resumed.trial().result().get("scores"))
        .isEqualTo(undisturbed.trial().result().get("scores"));
    assertThat(epochs(resumed, 2))
        .as("the attempt that counts has every epoch once")
        .isEqualTo(epochs(undisturbed, 1));
  }

  /** An attempt's epochs, but for what clocks say. */
  private static List<Map<String, Object>> epochs(Views.TrialDetail trial, int attempt) {
    return trial.epochs().stream()
        .filter(epoch -> ((Number) epoch.get("attempt")).intValue() == attempt)
        .map(
            epoch -> {
              Map<String, Object> metrics = new LinkedHashMap<>();
              ((Map<?, ?>) epoch.get("metrics"))
                  .forEach((name, value) -> metrics.put(String.valueOf(name), value));
              metrics.remove("seconds");
              return metrics;
            })
        .toList();
  }

  private static Views.TrialDetail trial(TestCluster cluster, String sweep) {
    Views.TrialView only = cluster.client().trials(sweep, List.of()).get(0);
    return cluster.client().trial(only.id());
  }

  /** Waits for files; a file that goes while a folder is read has it read again. */
  private static ConditionFactory looking() {
    return await()
        .atMost(Processes.PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class);
  }

  private static List<Path> files(Path folder) throws IOException {
    return files(folder, ".checkpoint");
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
