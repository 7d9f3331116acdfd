package cbd.coordinator.store;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.coordinator.schedule.Hold;
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
import cbd.domain.Repeats;
import cbd.domain.Resources;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.Spread;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
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

  static final SweepTerms TERMS =
      new SweepTerms(
          5,
          List.of("paper", "größer, \"2\""),
          "a note",
          new Repeats.Until(2, 10, 0.005),
          new Stopping.Median(0.125, 2, 3),
          new Resources(2, 6L << 30));

  static List<Trial> trials(int count) {
    return IntStream.range(0, count).mapToObj(Samples::trial).toList();
  }

  static Event.SweepAccepted accepted(long second, String name, List<Trial> trials) {
    SweepId id = SweepId.of(name, trials.stream().map(Trial::id).toList());
    String text = "name: " + name + "\n# the file as it was sent, ümlauts and all\n";
    return new Event.SweepAccepted(at(second), id, name, text, trials, 3);
  }

  /** A sweep that has words for all of its terms, and may grow. */
  static Event.SweepAccepted preferred(long second, String name, List<Trial> trials) {
    Event.SweepAccepted plain = accepted(second, name, trials);
    return new Event.SweepAccepted(
        plain.at(), plain.sweep(), name, plain.text(), trials, plain.maxAttempts(), TERMS);
  }

  /** What the sweep "second" of trials 15 to 44 gets besides. */
  static Event.SweepExtended extended(long second, List<Trial> further) {
    List<Trial> before = trials(45).subList(15, 45);
    return new Event.SweepExtended(
        at(second),
        accepted(second, "second", before).sweep(),
        before.size(),
        further.stream().filter(trial -> !before.contains(trial)).toList(),
        3,
        TERMS.priority(),
        TERMS.resources());
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

  /** As {@link #granted} says which slot a lease has. */
  static SlotId slotOf(long lease) {
    return new SlotId(new WorkerId("gpu-2"), (int) (lease % 4));
  }

  static Event.LeaseReturned returned(long second, long lease, TrialId trial, int attempt) {
    return new Event.LeaseReturned(
        at(second),
        new LeaseId(lease),
        trial,
        attempt,
        List.of(Handover.values()).get((int) (lease % Handover.values().length)),
        "worker gpu-2 handed it back: its disk is full");
  }

  static Event.LeaseRevived revived(long second, long lease, TrialId trial, int attempt) {
    return new Event.LeaseRevived(
        at(second), new LeaseId(lease), trial, attempt, slotOf(lease), at(second + 90));
  }

  static Event.WorkerCordoned cordoned(long second) {
    return new Event.WorkerCordoned(
        at(second), new WorkerId("gpu-2"), Hold.Kind.DRAINING, true, "a person drains it");
  }

  static Event.SlotQuarantined quarantined(long second) {
    return new Event.SlotQuarantined(
        at(second), slotOf(1), "3 trials in a row failed here", at(second + 300));
  }

  static Event.LeaseExpired expired(
      long second, long lease, TrialId trial, int attempt, Event.Next next) {
    return new Event.LeaseExpired(
        at(second), new LeaseId(lease), trial, attempt, "no progress for 90 s", next);
  }
}
