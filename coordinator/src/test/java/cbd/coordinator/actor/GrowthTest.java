package cbd.coordinator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Pausing;
import cbd.coordinator.schedule.Scheduler;
import cbd.coordinator.schedule.SchedulerSettings;
import cbd.coordinator.schedule.Steering;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Defense;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Repeats;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Further repeats for uncertain cells, as the ledger decides them. */
class GrowthTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final SlotId SLOT = new SlotId(new WorkerId("gpu-1"), 0);
  private static final SweepId SWEEP = new SweepId("growing-0123abcd");
  private static final SweepTerms TERMS =
      new SweepTerms(3, List.of(), "", new Repeats.Until(2, 4, 0.01));

  private final FakeJournal journal = new FakeJournal();
  private final Scheduler scheduler = new Scheduler(SchedulerSettings.DEFAULT);
  private Ledger ledger = started();

  private Ledger started() {
    return new Ledger(scheduler, journal.open(NOW).started(), NOW);
  }

  @Test
  void addsOneRepeatToUncertainCellsAlone() {
    accept(trial(0, 0), trial(0, 1), trial(1, 0), trial(1, 1));
    succeed(trial(0, 0), 0.80, 0.1);
    succeed(trial(0, 1), 0.90, 0.1);
    succeed(trial(1, 0), 0.85, 0.1);
    assertThat(decided()).as("the first cell alone is over").isEqualTo(extension(4, trial(0, 2)));

    succeed(trial(1, 1), 0.8501, 0.1);

    assertThat(decided()).as("the second cell is certain").isEmpty();
    assertThat(ledger.sweeps().find(SWEEP).orElseThrow().trials())
        .containsExactly(
            trial(0, 0).id(),
            trial(0, 1).id(),
            trial(1, 0).id(),
            trial(1, 1).id(),
            trial(0, 2).id());
    assertThat(ledger.sweeps().find(SWEEP).orElseThrow().counts())
        .containsEntry(TrialState.SUCCEEDED, 4)
        .containsEntry(TrialState.QUEUED, 1);
    assertThat(standing(trial(0, 2)).priority()).isEqualTo(3);
  }

  @Test
  void looksAtTheAttackSuccessRateAsWell() {
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.85, 0.01);
    succeed(trial(0, 1), 0.85, 0.31);

    assertThat(decided()).isEqualTo(extension(2, trial(0, 2)));
  }

  @Test
  void goesNoFurtherThanTheMost() {
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.5, 0.1);
    succeed(trial(0, 1), 0.9, 0.1);
    assertThat(decided()).isEqualTo(extension(2, trial(0, 2)));
    succeed(trial(0, 2), 0.5, 0.1);
    assertThat(decided()).isEqualTo(extension(3, trial(0, 3)));
    succeed(trial(0, 3), 0.9, 0.1);

    assertThat(decided()).isEmpty();
  }

  @Test
  void addsToSeveralCellsInOneEvent() {
    accept(trial(0, 0), trial(0, 1), trial(1, 0), trial(1, 1));
    for (int cell : List.of(1, 0)) {
      succeed(trial(cell, 0), 0.5, 0.1);
      succeed(trial(cell, 1), 0.9, 0.1);
    }

    assertThat(decided()).isEqualTo(extension(4, trial(0, 2), trial(1, 2)));
  }

  @Test
  void decidesTheSameAfterARestart() {
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.5, 0.1);
    succeed(trial(0, 1), 0.9, 0.1);

    ledger = started();

    assertThat(decided()).isEqualTo(extension(2, trial(0, 2)));
    ledger = started();
    assertThat(decided()).as("it is there already").isEmpty();
    succeed(trial(0, 2), 0.7, 0.1);
    ledger = started();
    assertThat(decided()).isEqualTo(extension(3, trial(0, 3)));
    assertThat(ledger.sweeps().find(SWEEP).orElseThrow().trials()).hasSize(4);
  }

  @Test
  void takesTheResultThatAnotherSweepBrought() {
    Event.SweepAccepted other =
        new Event.SweepAccepted(
            NOW, new SweepId("other-0123abcd"), "other", "", List.of(trial(0, 2)), 3);
    enter(other);
    succeed(trial(0, 2), 0.7, 0.1);
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.5, 0.1);
    succeed(trial(0, 1), 0.9, 0.1);

    List<Event> decided = decided();

    assertThat(decided).hasSize(2).startsWith(extension(2, trial(0, 2)).get(0));
    assertThat(decided.get(1)).isEqualTo(extension(3, trial(0, 3)).get(0));
  }

  @Test
  void leavesACellWithACancelledRepeatAloneUntilThatIsRetried() {
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.5, 0.1);
    enter(new Event.TrialCancelled(NOW, trial(0, 1).id()));
    assertThat(decided()).isEmpty();

    enter(new Event.TrialRequeued(NOW, trial(0, 1).id(), 1, 3));
    succeed(trial(0, 1), 0.9, 0.1);

    assertThat(decided()).isEqualTo(extension(2, trial(0, 2)));
  }

  @Test
  void needsAResultAndCountsFailuresTowardsTheMost() {
    accept(trial(0, 0), trial(0, 1), trial(1, 0), trial(1, 1));
    fail(trial(0, 0));
    fail(trial(0, 1));
    assertThat(decided()).as("nothing but failures").isEmpty();

    fail(trial(1, 0));
    succeed(trial(1, 1), 0.9, 0.1);
    assertThat(decided()).isEqualTo(extension(4, trial(1, 2)));
    succeed(trial(1, 2), 0.5, 0.1);
    assertThat(decided()).isEqualTo(extension(5, trial(1, 3)));
    succeed(trial(1, 3), 0.9, 0.1);
    assertThat(decided()).isEmpty();
  }

  @Test
  void pausesFurtherRepeatsOfAPausedSweep() {
    accept(trial(0, 0), trial(0, 1));
    succeed(trial(0, 0), 0.5, 0.1);
    grant(trial(0, 1));
    enter(
        Steering.pause(ledger.state(), List.of(trial(0, 1).id()), true, NOW).toArray(Event[]::new));
    assertThat(standing(trial(0, 1)).caveats().pausing()).isEqualTo(Pausing.WHEN_OVER);
    finish(trial(0, 1), 0.9, 0.1);

    assertThat(decided())
        .containsExactly(
            extension(2, trial(0, 2)).get(0), new Event.TrialPaused(NOW, trial(0, 2).id()));
    assertThat(standing(trial(0, 2)).state()).isEqualTo(TrialState.PAUSED);
  }

  @Test
  void pausesARepeatOnceThatTwoPausedSweepsAreToGet() {
    accept(trial(0, 0), trial(0, 1));
    SweepId other = new SweepId("other-0123abcd");
    SweepTerms terms = new SweepTerms(3, List.of(), "", new Repeats.Until(2, 8, 0.01));
    List<Trial> same = List.of(trial(0, 0), trial(0, 1));
    enter(new Event.SweepAccepted(NOW, other, "other", "", same, 1, terms));
    succeed(trial(0, 0), 0.5, 0.1);
    grant(trial(0, 1));
    enter(
        Steering.pause(ledger.state(), List.of(trial(0, 1).id()), true, NOW).toArray(Event[]::new));
    finish(trial(0, 1), 0.9, 0.1);

    assertThat(decided())
        .containsExactlyInAnyOrder(
            extension(2, trial(0, 2)).get(0),
            new Event.SweepExtended(NOW, other, 2, List.of(trial(0, 2)), 1, 3),
            new Event.TrialPaused(NOW, trial(0, 2).id()));
    ledger = started();
    assertThat(decided()).as("nothing is left to decide after a restart").isEmpty();
  }

  @Test
  void doesNotTakeASweepForPausedOfWhichOneTrialIs() {
    accept(trial(0, 0), trial(0, 1), trial(1, 0), trial(1, 1));
    enter(
        Steering.pause(ledger.state(), List.of(trial(1, 0).id()), true, NOW).toArray(Event[]::new));
    succeed(trial(0, 0), 0.5, 0.1);
    succeed(trial(0, 1), 0.9, 0.1);

    assertThat(decided()).isEqualTo(extension(4, trial(0, 2)));
    assertThat(standing(trial(0, 2)).state()).isEqualTo(TrialState.QUEUED);
  }

  @Test
  void leavesOtherSweepsAlone() {
    enter(new Event.SweepAccepted(NOW, SWEEP, "growing", "", List.of(trial(0, 0), trial(0, 1)), 1));
    succeed(trial(0, 0), 0.5, 0.1);
    succeed(trial(0, 1), 0.9, 0.1);

    assertThat(decided()).isEmpty();
  }

  private static Trial trial(int cell, int repeat) {
    TrialSpec spec = Trials.spec(0);
    return Trial.of(
        new TrialSpec(
            spec.dataset(),
            1000 + cell,
            spec.testImages(),
            spec.model(),
            spec.attack(),
            new Defense.None(),
            spec.training(),
            repeat));
  }

  private void accept(Trial... trials) {
    enter(new Event.SweepAccepted(NOW, SWEEP, "growing", "", List.of(trials), 1, TERMS));
  }

  private static List<Event> extension(long first, Trial... trials) {
    return List.of(new Event.SweepExtended(NOW, SWEEP, first, List.of(trials), 1, 3));
  }

  private void succeed(Trial trial, double ca, double asr) {
    grant(trial);
    finish(trial, ca, asr);
  }

  private void grant(Trial trial) {
    LeaseId id = new LeaseId(ledger.state().nextLeaseId());
    int attempt = standing(trial).attempt();
    enter(new Event.LeaseGranted(NOW, new Lease(id, trial.id(), attempt, SLOT, NOW)));
  }

  private void finish(Trial trial, double ca, double asr) {
    LeaseId lease = standing(trial).lease().id();
    int attempt = standing(trial).attempt();
    enter(new Event.TrialSucceeded(NOW, lease, trial.id(), attempt, 1, Trials.result(ca, asr)));
  }

  private void fail(Trial trial) {
    grant(trial);
    enter(
        new Event.AttemptFailed(
            NOW,
            standing(trial).lease().id(),
            trial.id(),
            standing(trial).attempt(),
            1,
            new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", ""),
            new Event.Next.GiveUp("it would happen again")));
  }

  private TrialStanding standing(Trial trial) {
    TrialId id = trial.id();
    return ledger.state().standing(id).orElseThrow();
  }

  private void enter(Event... events) {
    ledger.enter(List.of(events), List.of());
    written();
  }

  /** What the ledger decides by itself; there are no workers. */
  private List<Event> decided() {
    ledger.decide(NOW);
    return written();
  }

  private List<Event> written() {
    return ledger
        .queue()
        .next()
        .map(
            batch -> {
              journal.append(batch.events());
              return ledger.queue().committed().events();
            })
        .orElse(List.of());
  }
}
