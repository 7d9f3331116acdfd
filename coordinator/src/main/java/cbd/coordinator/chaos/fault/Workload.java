package cbd.coordinator.chaos.fault;

import cbd.coordinator.sweep.Sweep;
import cbd.coordinator.sweep.SweepFile;
import cbd.coordinator.sweep.TrialGrid;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * An endless row of small sweeps of real trainings, each of a few seconds: without a defense and
 * with CBD, its critic and its shared backdoored model. Half of a sweep's trials are the next
 * sweep's as well. Thread-safe.
 */
public final class Workload {
  private static final String SWEEP =
      """
      name: chaos-%d
      maxAttempts: 100
      trial:
        dataset: shapes
        trainImages: 320
        testImages: 100
        model: wrn-10-1
        attack: badnets
        training: {epochs: 6, lrMilestones: [4], augmentation: standard}
      grid:
        repeat: [%d, %d]
        defense: [none, {type: cbd, t1: 2}, {type: cbd, t1: 2, disentangle: false}]
      """;

  private final List<Submission> confirmed = new ArrayList<>();
  private int round;

  /** The next sweep; nobody else gets the same. */
  public synchronized Submission next() {
    int n = round++;
    String yaml = SWEEP.formatted(n, n, n + 1);
    Sweep sweep = SweepFile.parse(yaml);
    List<Trial> trials = TrialGrid.of(sweep).trials().toList();
    SweepId id = SweepId.of(sweep.name(), trials.stream().map(Trial::id).toList());
    return new Submission(id, yaml, trials);
  }

  /** A coordinator has said that it has this one. */
  public synchronized void confirm(Submission submission) {
    if (!confirmed.contains(submission)) {
      confirmed.add(submission);
    }
  }

  /** All that were confirmed. */
  public synchronized List<Submission> confirmed() {
    return List.copyOf(confirmed);
  }
}
