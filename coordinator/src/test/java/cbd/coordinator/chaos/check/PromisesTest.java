package cbd.coordinator.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Handover;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Provenance;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each promise, broken on purpose: the checker must see it, and name the trial or the line. */
class PromisesTest {
  private final SoundStory story = new SoundStory();

  @Test
  void acceptsASoundStory() {
    assertThat(story.violations()).isEmpty();
  }

  @Test
  void missesAConfirmedTrial() {
    Trial lost = Trial.of(Trials.spec(7));
    story.submitted = Map.of(SoundStory.SWEEP, List.of(SoundStory.FIRST, SoundStory.SECOND, lost));

    breaks(new EveryTrialEnds(), lost.id() + " was confirmed, but the history does not have it");
  }

  @Test
  void missesTheEndOfATrial() {
    story.history.remove(story.history.size() - 1);

    breaks(new EveryTrialEnds(), SoundStory.SECOND.id() + " is LEASED since line 9");
  }

  @Test
  void missesATrialInTheTables() {
    story.rows.remove(1);

    breaks(new EveryTrialEnds(), SoundStory.SECOND.id() + " is in the history, but in no table");
  }

  @Test
  void seesThatHistoryAndTablesDisagree() {
    story.rows.set(1, SoundStory.row(SoundStory.SECOND, TrialState.FAILED, null));

    breaks(new EveryTrialEnds(), "is FAILED in the tables, but SUCCEEDED after line 10");
  }

  @Test
  void countsASecondResult() {
    story.add(SoundStory.succeeded(3, SoundStory.SECOND, 2, SoundStory.RESULT));

    breaks(
        new OneResult(),
        SoundStory.SECOND.id() + " has 2 results, in lines [10, 11] of the history");
  }

  @Test
  void seesAResultThatIsNotInTheHistory() {
    story.rows.set(
        0, SoundStory.row(SoundStory.FIRST, TrialState.SUCCEEDED, Trials.result(0.95, 0.97)));

    breaks(new OneResult(), SoundStory.FIRST.id() + " shows the result");
  }

  @Test
  void seesTwoLeasesOfATrial() {
    insert(3, SoundStory.granted(2, SoundStory.FIRST, 2, "c"));

    breaks(
        new OneLeaseAtATime(),
        SoundStory.FIRST.id() + " has lease 2 in line 3 while lease 1 of line 2 is valid");
  }

  @Test
  void seesTwoLeasesInASlot() {
    insert(4, SoundStory.granted(3, Trial.of(Trials.spec(5)), 1, "b"));

    breaks(
        new OneLeaseAtATime(), "slot b/0 has lease 3 in line 4 while lease 2 of line 3 is valid");
  }

  @Test
  void seesALeaseThatTakesAnothersSlotBesideItsOwn() {
    Event.LeaseGranted alone =
        (Event.LeaseGranted) SoundStory.granted(3, Trial.of(Trials.spec(5)), 1, "b");
    Lease elsewhere =
        new Lease(
            alone.lease().id(),
            alone.lease().trial(),
            1,
            new SlotId(alone.lease().slot().worker(), 1),
            alone.lease().expiresAt());
    insert(4, new Event.LeaseGranted(alone.at(), elsewhere, List.of(0)));

    breaks(
        new OneLeaseAtATime(), "slot b/0 has lease 3 in line 4 while lease 2 of line 3 is valid");
  }

  @Test
  void seesALeaseThatSpeaksAfterItsEnd() {
    insert(6, SoundStory.recorded(2, SoundStory.SECOND, 1, SoundStory.EPOCH));

    breaks(
        new OneLeaseAtATime(), "lease 2 of trial " + SoundStory.SECOND.id() + " speaks in line 6");
  }

  @Test
  void knowsThatAnEarlyStoppedTrialIsOverAndItsLeaseAsWell() {
    story.history.remove(story.history.size() - 1);
    story.add(new Event.TrialStopped(SoundStory.NOON, SoundStory.SECOND.id(), 1, "too low"));
    story.rows.set(1, SoundStory.row(SoundStory.SECOND, TrialState.STOPPED, null));

    assertThat(new EveryTrialEnds().broken(story.evidence())).isEmpty();
    assertThat(new SameNumbers().broken(story.evidence()))
        .as("no result to compare, and the epochs are as they should be")
        .isEmpty();
    story.add(SoundStory.succeeded(3, SoundStory.SECOND, 2, SoundStory.RESULT));
    breaks(
        new OneLeaseAtATime(), "lease 3 of trial " + SoundStory.SECOND.id() + " speaks in line 11");
  }

  @Test
  void seesALeaseIdThatIsUsedAgain() {
    story.add(new Event.TrialRequeued(SoundStory.NOON, SoundStory.FIRST.id(), 2, 4));
    story.add(SoundStory.granted(3, SoundStory.FIRST, 2, "a"));

    breaks(new OneLeaseAtATime(), "lease 3 in line 12 was granted after 3");
  }

  @Test
  void seesAnAttemptThatIsCountedAnew() {
    story.add(new Event.TrialRequeued(SoundStory.NOON, SoundStory.SECOND.id(), 1, 4));
    story.add(SoundStory.granted(4, SoundStory.SECOND, 1, "a"));

    breaks(new OneLeaseAtATime(), "had attempt 2 before attempt 1 in line 12");
  }

  @Test
  void acceptsALeaseThatIsRevivedInTime() {
    insert(7, revived(2, SoundStory.SECOND, 1, "b"));
    insert(
        8,
        new Event.LeaseReturned(
            SoundStory.NOON,
            new LeaseId(2),
            SoundStory.SECOND.id(),
            1,
            Handover.WORKER_LEFT,
            "left"));

    assertThat(story.violations()).isEmpty();
  }

  @Test
  void seesALeaseThatIsRevivedTooLate() {
    story.add(new Event.TrialRequeued(SoundStory.NOON, SoundStory.SECOND.id(), 3, 4));
    story.add(revived(2, SoundStory.SECOND, 1, "b"));

    breaks(
        new OneLeaseAtATime(),
        "lease 2 of trial "
            + SoundStory.SECOND.id()
            + " is revived in line 12 as attempt 1, but the latest one is attempt 2");
  }

  @Test
  void seesATrialThatIsLeftPaused() {
    story.add(new Event.TrialRequeued(SoundStory.NOON, SoundStory.SECOND.id(), 3, 4));
    story.add(new Event.TrialPaused(SoundStory.NOON, SoundStory.SECOND.id()));

    breaks(new EveryTrialEnds(), SoundStory.SECOND.id() + " is PAUSED since line 12");
  }

  @Test
  void seesAnotherConfigurationInTheTables() {
    Trial changed = new Trial(SoundStory.FIRST.id(), Trials.spec(9));
    story.rows.set(0, SoundStory.row(changed, TrialState.SUCCEEDED, SoundStory.RESULT));

    breaks(new SameConfiguration(), SoundStory.FIRST.id() + " was submitted as");
  }

  @Test
  void seesAnotherConfigurationInTheHistory() {
    Trial changed = new Trial(SoundStory.FIRST.id(), Trials.spec(9));
    accept(List.of(changed, SoundStory.SECOND));

    breaks(new SameConfiguration(), "but in line 1 of the history it is");
  }

  @Test
  void seesAGridWithOtherTrials() {
    accept(List.of(SoundStory.FIRST));

    breaks(new SameConfiguration(), "has other trials than were submitted");
  }

  @Test
  void seesAResultOfOtherImages() {
    story.undisturbed =
        Map.of(
            SoundStory.FIRST.id(),
            otherImages(),
            SoundStory.SECOND.id(),
            new Undisturbed(SoundStory.RESULT, List.of()));

    breaks(new SameConfiguration(), SoundStory.FIRST.id() + " saw images");
  }

  @Test
  void seesANumberThatDiffersInItsLastBit() {
    TrialId second = SoundStory.SECOND.id();
    story.undisturbed =
        Map.of(
            SoundStory.FIRST.id(),
            new Undisturbed(SoundStory.RESULT, List.of()),
            second,
            new Undisturbed(Trials.result(Math.nextUp(0.9), 0.97), List.of()));

    breaks(new SameNumbers(), "trial " + second + " has");
  }

  @Test
  void seesAnEpochThatNothingUndisturbedHas() {
    Undisturbed measuredNothing = new Undisturbed(SoundStory.RESULT, List.of());
    story.undisturbed =
        Map.of(SoundStory.FIRST.id(), measuredNothing, SoundStory.SECOND.id(), measuredNothing);

    breaks(new SameNumbers(), "which nothing undisturbed does");
  }

  @Test
  void seesAnEpochThatDiffers() {
    TrialId second = SoundStory.SECOND.id();
    story.undisturbed =
        Map.of(
            SoundStory.FIRST.id(),
            new Undisturbed(SoundStory.RESULT, List.of()),
            second,
            new Undisturbed(
                SoundStory.RESULT, List.of(Trials.epoch(Phase.FINAL, 1, 0.5, Math.nextUp(0.6)))));

    breaks(new SameNumbers(), "trial " + second + " measured in line 9");
  }

  @Test
  void seesATrialThatFailsOnlyWhenDisturbed() {
    story.rows.set(0, SoundStory.row(SoundStory.FIRST, TrialState.FAILED, null));

    breaks(new SameNumbers(), SoundStory.FIRST.id() + " is FAILED (null), but succeeds");
  }

  @Test
  void wantsSomethingToCompareWith() {
    story.undisturbed =
        Map.of(SoundStory.FIRST.id(), new Undisturbed(SoundStory.RESULT, List.of()));

    breaks(new SameNumbers(), SoundStory.SECOND.id() + " has nothing to compare with");
  }

  @Test
  void seesALeaderboardThatSaysSomethingElse() {
    story.shown = Map.of(SoundStory.SWEEP, SoundStory.board(0.91));

    breaks(new LeaderboardFollows(), SoundStory.SWEEP + " shows");
  }

  @Test
  void looksForLaterRepeatsOnTheLeaderboard() {
    Trial later = Trial.of(Trials.spec(2));
    story.add(new Event.SweepExtended(SoundStory.NOON, SoundStory.SWEEP, 2, List.of(later), 3, 0));

    breaks(new LeaderboardFollows(), SoundStory.SWEEP + " shows");
  }

  @Test
  void missesALeaderboard() {
    story.shown = Map.of();

    breaks(new LeaderboardFollows(), SoundStory.SWEEP + " has no leaderboard");
  }

  @Test
  void seesAStaleWrite() {
    HistoryEntry last = story.history.remove(9);
    story.history.add(new HistoryEntry(last.number(), 1, last.event()));

    breaks(new TermsRise(), "line 10 of the history was written in term 1, after line 9 of term 2");
  }

  @Test
  void seesLinesOutOfOrder() {
    HistoryEntry last = story.history.remove(9);
    story.history.add(new HistoryEntry(9, last.epoch(), last.event()));

    breaks(new TermsRise(), "line 9 of the history follows line 9");
  }

  @Test
  void seesWhatIsLeft() {
    story.remains = new Remains(List.of("41 (runner)"), List.of("a.part"), List.of("page 3"));

    breaks(new NothingIsLeft(), "process 41 (runner)", "file a.part", "store page 3");
  }

  /** The history must name a kind of event before the checker may pass over it. */
  @Test
  void knowsEveryKindOfEvent() {
    assertThat(Event.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            Event.SweepAccepted.class,
            Event.SweepExtended.class,
            Event.LeaseGranted.class,
            Event.EpochRecorded.class,
            Event.TrialSucceeded.class,
            Event.AttemptFailed.class,
            Event.LeaseExpired.class,
            Event.CooledDown.class,
            Event.TrialCancelled.class,
            Event.TrialRequeued.class,
            Event.TrialStopped.class,
            Event.LeaseReturned.class,
            Event.LeaseRevived.class,
            Event.PauseAsked.class,
            Event.TrialPaused.class,
            Event.TrialResumed.class,
            Event.WorkerCordoned.class,
            Event.WorkerUncordoned.class,
            Event.SlotQuarantined.class,
            Event.SlotReleased.class);
  }

  private void breaks(Promise promise, String... words) {
    List<Violation> found =
        story.violations().stream()
            .filter(violation -> violation.promise().equals(promise.words()))
            .toList();
    for (String each : words) {
      assertThat(found).anyMatch(violation -> violation.words().contains(each), each);
    }
  }

  private static Event revived(long lease, Trial trial, int attempt, String worker) {
    return new Event.LeaseRevived(
        SoundStory.NOON,
        new LeaseId(lease),
        trial.id(),
        attempt,
        new SlotId(new WorkerId(worker), 0),
        SoundStory.NOON);
  }

  /** Puts an event before the one with this number. */
  private void insert(int line, Event event) {
    List<HistoryEntry> before = List.copyOf(story.history);
    story.history.clear();
    before.subList(0, line - 1).forEach(story.history::add);
    story.history.add(new HistoryEntry(line, before.get(line - 2).epoch(), event));
    before.subList(line - 1, before.size()).stream()
        .map(entry -> new HistoryEntry(entry.number() + 1, entry.epoch(), entry.event()))
        .forEach(story.history::add);
  }

  private void accept(List<Trial> trials) {
    Event accepted =
        new Event.SweepAccepted(SoundStory.NOON, SoundStory.SWEEP, "story", "", trials, 3);
    story.history.set(0, new HistoryEntry(1, 1, accepted));
  }

  private static Undisturbed otherImages() {
    Provenance sound = SoundStory.RESULT.provenance();
    Provenance other =
        new Provenance(
            sound.commit(),
            false,
            sound.version(),
            sound.engine(),
            sound.java(),
            sound.host(),
            sound.device(),
            1,
            "0the12",
            sound.poisonHash());
    return new Undisturbed(new TrialResult(SoundStory.RESULT.scores(), 1, other), List.of());
  }
}
