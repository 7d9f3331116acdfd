package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.domain.Attack;
import cbd.domain.Defense;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Failure;
import cbd.domain.LabelMapping;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Provenance;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Spread;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.WorkerId;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.text.Tree;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Events of a small sweep, with times in whole seconds after a start. */
final class Samples {
  /** With more digits than a column keeps: the history must not lose them. */
  static final Instant START = Instant.parse("2026-11-23T10:00:00.123456Z");

  static final Event.Next AGAIN = new Event.Next.Retry(at(1000));
  static final Event.Next NO_MORE = new Event.Next.GiveUp("attempt 3 of 3 was lost");

  private static final TrialSpec BASE =
      RecordReader.read(
          TrialSpec.class,
          JsonText.parse("{\"dataset\":\"shapes\",\"attack\":\"badnets\",\"defense\":\"none\"}"));

  private Samples() {}

  static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  /** The n-th trial: every other one defended. */
  static Trial trial(int n) {
    Tree.Scalar cbd = Tree.Scalar.of("cbd");
    Defense defense = n % 2 == 0 ? new Defense.None() : RecordReader.read(Defense.class, cbd);
    return Trial.of(
        new TrialSpec(
            BASE.dataset(),
            0,
            0,
            BASE.model(),
            new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
            defense,
            BASE.training(),
            n));
  }

  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(Samples::trial).toList();
  }

  static Event.SweepAccepted accepted(long second, String name, List<Trial> trials) {
    SweepId id = SweepId.of(name, trials.stream().map(Trial::id).toList());
    String text = "name: " + name + "\n# the file as it was sent, ümlauts and all\n";
    return new Event.SweepAccepted(at(second), id, name, text, trials, 3);
  }

  static Event.LeaseGranted granted(long second, long lease, TrialId trial, int attempt) {
    SlotId slot = new SlotId(new WorkerId("gpu-2"), (int) (lease % 4));
    return new Event.LeaseGranted(
        at(second), new Lease(new LeaseId(lease), trial, attempt, slot, at(second + 90)));
  }

  static EpochMetrics metrics(int epoch) {
    return new EpochMetrics(
        Phase.FINAL,
        epoch,
        1.0 / epoch,
        new Scores(0.5, 0.25, 0.125, 0.45),
        3.5,
        20_000,
        new Diagnostics.Cbd(
            new Spread(0.25, 0, 0.125, 0.5), new Spread(1.5, 1, 1.25, 2), -0.5, 1, 2));
  }

  static EpochMetrics diverged() {
    Spread nothing = new Spread(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    return new EpochMetrics(
        Phase.BACKDOORED,
        1,
        Double.NaN,
        new Scores(0.1, 0, 0.1, Double.NaN),
        1,
        64,
        new Diagnostics.Cbd(nothing, nothing, Double.NaN, 0, 0));
  }

  static Event.EpochRecorded recorded(
      long second, long lease, TrialId trial, int attempt, long sequence) {
    return new Event.EpochRecorded(
        at(second),
        new LeaseId(lease),
        trial,
        attempt,
        sequence,
        metrics((int) sequence),
        at(second + 90));
  }

  static TrialResult result() {
    Provenance provenance =
        new Provenance("0a1b2c3d", false, "0.1.0", "PyTorch", "17", "gpu-2", "gpu:0", 2, "d", "p");
    return new TrialResult(new Scores(0.9, 0.01, 0.85, 0.89), 61.5, provenance);
  }

  static Event.TrialSucceeded succeeded(
      long second, long lease, TrialId trial, int attempt, long sequence) {
    return new Event.TrialSucceeded(
        at(second), new LeaseId(lease), trial, attempt, sequence, result());
  }

  static Event.AttemptFailed failed(
      long second, long lease, TrialId trial, int attempt, long sequence, Event.Next next) {
    return new Event.AttemptFailed(
        at(second),
        new LeaseId(lease),
        trial,
        attempt,
        sequence,
        new TrialOutcome.Failed(Failure.RUNNER_DIED, "killed by signal 9", "last \"line\"\n"),
        next);
  }

  static Event.LeaseExpired expired(
      long second, long lease, TrialId trial, int attempt, Event.Next next) {
    return new Event.LeaseExpired(
        at(second), new LeaseId(lease), trial, attempt, "no progress for 90 s", next);
  }
}
