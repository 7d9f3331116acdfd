package cbd.coordinator.chaos;

import cbd.coordinator.chaos.check.Undisturbed;
import cbd.coordinator.chaos.cluster.ClusterException;
import cbd.coordinator.chaos.cluster.LocalCluster;
import cbd.coordinator.chaos.cluster.Shape;
import cbd.coordinator.chaos.fault.Submission;
import cbd.coordinator.store.Database;
import cbd.coordinator.store.EpochRow;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.Build;
import cbd.domain.EpochMetrics;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What trials come to when nothing goes wrong: trained by a cluster of its own that nobody hurts,
 * and kept, so that the next ordeal with the same trials need not train them again.
 *
 * @param folder of that cluster
 */
record Reference(Path folder, Path launcher, InstantSource clock, Consumer<String> said) {
  /** Longer than any trial takes. */
  private static final Duration STANDSTILL = Duration.ofMinutes(5);

  private Path store() {
    return folder.resolve("coordinator-1").resolve("cbd.db");
  }

  /**
   * The trials of these sweeps.
   *
   * @throws ClusterException when they do not all succeed, or were trained by other code
   */
  Map<TrialId, Undisturbed> of(List<Submission> submissions, int workers)
      throws IOException, InterruptedException {
    Map<TrialId, Undisturbed> known = read(submissions);
    long wanted = submissions.stream().flatMap(each -> each.trials().stream()).distinct().count();
    if (known.size() < wanted) {
      said.accept(
          "Training %d trials once more without faults, to compare with ..."
              .formatted(wanted - known.size()));
      train(submissions, workers);
      known = read(submissions);
    }
    return known;
  }

  private void train(List<Submission> submissions, int workers)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    try (LocalCluster cluster =
            LocalCluster.start(
                Shape.single(workers, Duration.ofMinutes(2), false), launcher, folder, clock);
        HistoryWatch watch = new HistoryWatch(Database.file(store()))) {
      for (Submission submission : submissions) {
        cluster.ask(client -> client.submit(submission.yaml()));
      }
      Quiet.await(cluster, watch, STANDSTILL);
      cluster.stopAll();
    }
  }

  private Map<TrialId, Undisturbed> read(List<Submission> submissions) {
    Map<TrialId, Undisturbed> found = new HashMap<>();
    if (!Files.exists(store())) {
      return found;
    }
    try (ReadOnlyStore reads = ReadOnlyStore.open(store())) {
      for (Submission submission : submissions) {
        submission
            .trials()
            .forEach(
                trial -> undisturbed(reads, trial.id()).ifPresent(it -> found.put(trial.id(), it)));
      }
    }
    return found;
  }

  private Optional<Undisturbed> undisturbed(ReadOnlyStore reads, TrialId trial) {
    return reads
        .trial(trial)
        .map(TrialRow::result)
        .map(result -> new Undisturbed(ofThisBuild(result), epochs(reads.epochs(trial))));
  }

  private TrialResult ofThisBuild(TrialResult result) {
    String trained = result.provenance().commit();
    if (!trained.equals(Build.current().commit())) {
      throw new ClusterException(
          "the undisturbed results in "
              + folder
              + " were trained by commit "
              + trained
              + ", but this is commit "
              + Build.current().commit()
              + ". Name another folder with --reference.");
    }
    return result;
  }

  private static List<EpochMetrics> epochs(List<EpochRow> rows) {
    Map<String, EpochMetrics> once = new LinkedHashMap<>();
    for (EpochRow row : rows) {
      once.putIfAbsent(row.metrics().phase() + " " + row.metrics().epoch(), row.metrics());
    }
    return List.copyOf(once.values());
  }
}
