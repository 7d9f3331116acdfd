package cbd.coordinator.schedule;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.LabelMapping;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Training;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.WorkerDescription;
import cbd.domain.WorkerId;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Values to schedule with. Trials differ in their id alone: nothing here reads a spec. */
final class Samples {
  private Samples() {}

  static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
  static final SchedulerSettings SETTINGS = SchedulerSettings.DEFAULT;
  static final SweepId SWEEP = new SweepId("demo-0123abcd");

  /** Epochs of each trial's final phase. */
  static final int EPOCHS = 4;

  private static final TrialSpec SPEC =
      new TrialSpec(
          Dataset.SHAPES,
          0,
          0,
          Architecture.WRN_16_1,
          new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
          RecordReader.read(Defense.Cbd.class, JsonText.parse("{}")),
          new Training(EPOCHS, 64, 0.1, List.of(), 0.1, 0.9, 1e-4, new Augmentation.None()),
          0);

  static TrialId id(int number) {
    return new TrialId(String.format("%032x", number));
  }

  static Trial trial(int number) {
    return new Trial(id(number), SPEC);
  }

  /** Trials 0 … count − 1. */
  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(Samples::trial).toList();
  }

  static Event.SweepAccepted accepted(int trials, int maxAttempts) {
    return new Event.SweepAccepted(START, SWEEP, "demo", "…", trials(trials), maxAttempts);
  }

  static WorkerDescription worker(String name, long incarnation, int slots) {
    return new WorkerDescription(
        new WorkerId(name), incarnation, name + ".lab", "0.1.0", Collections.nCopies(slots, "cpu"));
  }

  static SlotId slot(String worker, int index) {
    return new SlotId(new WorkerId(worker), index);
  }

  static Lease lease(long id, int trial, int attempt, SlotId slot) {
    return new Lease(
        new LeaseId(id), id(trial), attempt, slot, START.plus(SETTINGS.leaseDuration()));
  }

  static Progress progress(double done) {
    return new Progress(Phase.FINAL, 1, 2, 3, 10, done);
  }

  static EpochMetrics epoch(int number) {
    return new EpochMetrics(
        Phase.FINAL,
        number,
        0.5,
        new Scores(0.6, 0.9, 0.05, 0.58),
        12,
        1000,
        new Diagnostics.None());
  }

  /** One whose clean accuracy depends on the trial and rises. */
  static EpochMetrics epoch(int number, TrialId trial) {
    double accuracy = Math.floorMod(trial.hashCode() * 31, 97) / 200.0 + 0.1 * number;
    return new EpochMetrics(
        Phase.FINAL,
        number,
        0.5,
        new Scores(accuracy, 0.1, 0.05, accuracy),
        12,
        1000,
        new Diagnostics.None());
  }

  /** A result that can be told from others by its wall time. */
  static TrialResult result(double seconds) {
    return new TrialResult(
        new Scores(0.8, 0.1, 0.7, 0.79),
        seconds,
        new Provenance("abc", false, "0.1.0", "none", "17", "lab", "cpu", 1, "", ""));
  }

  static TrialOutcome.Failed failed(Failure failure) {
    return new TrialOutcome.Failed(failure, "it failed", "");
  }
}
