package cbd.coordinator.actor;

import static cbd.coordinator.actor.StoppingRig.MEDIAN;
import static cbd.coordinator.actor.StoppingRig.NOW;
import static cbd.coordinator.actor.StoppingRig.SWEEP;
import static cbd.coordinator.actor.StoppingRig.cbd;
import static cbd.coordinator.actor.StoppingRig.repeat;
import static cbd.coordinator.actor.StoppingRig.terms;
import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.Verdict;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Repeats;
import cbd.domain.SlotId;
import cbd.domain.Stopping;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialOutcome;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of trials that are stopped early, whatever happens around it. */
class StoppedTrialTest {
  private final StoppingRig rig = new StoppingRig();

  private void leaveTheThirdBehind() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    rig.measure(cbd(3), 0.1, 0.2);
  }

  @Test
  void stopsATrialThatTheOthersLeaveBehindAndFreesItsSlotAtOnce() {
    leaveTheThirdBehind();

    List<Event> decided = rig.decided();

    assertThat(decided)
        .singleElement()
        .isEqualTo(
            new Event.TrialStopped(
                NOW,
                cbd(3).id(),
                2,
                "its best score in 2 epochs, 0.2000, is below 0.5500, the median of the running"
                    + " averages of 2 other trials"));
    assertThat(rig.state(cbd(3))).isEqualTo(TrialState.STOPPED);
    assertThat(rig.ledger().state().running()).extracting(it -> it.trial()).doesNotContain(cbd(3));
    assertThat(rig.ledger().sweeps().find(SWEEP).orElseThrow().counts())
        .containsEntry(TrialState.STOPPED, 1)
        .containsEntry(TrialState.LEASED, 2);
    assertThat(rig.decided()).as("once").isEmpty();
  }

  @Test
  void comesToTheSameWhenItStartsAnewBetweenTheEpochAndTheDecision() {
    leaveTheThirdBehind();

    rig.startAnew();

    assertThat(rig.decided())
        .extracting(event -> event.subject().orElseThrow())
        .containsExactly(cbd(3).id());
    rig.startAnew();
    assertThat(rig.decided()).as("it is stopped already").isEmpty();
  }

  @Test
  void stopsWhatWasJudgedThoughItsLeaseIsOverWhenItStartsAnew() {
    leaveTheThirdBehind();
    rig.enter(
        new Event.LeaseExpired(
            NOW,
            rig.standing(cbd(3)).lease().id(),
            cbd(3).id(),
            1,
            "silent",
            new Event.Next.Retry(NOW)));

    rig.startAnew();
    assertThat(rig.decided()).hasSize(1);

    assertThat(rig.state(cbd(3))).isEqualTo(TrialState.STOPPED);
    assertThat(rig.standing(cbd(3)).attempt()).isEqualTo(1);
  }

  @Test
  void aSilentWorkerIsNotToldToForgetItsLeaseThoughTheTrialFailed() {
    rig.accept(cbd(1));
    rig.measure(cbd(1), 0.5, 0.6);
    LeaseId lease = rig.standing(cbd(1)).lease().id();
    Event expired =
        new Event.LeaseExpired(NOW, lease, cbd(1).id(), 1, "silent", new Event.Next.GiveUp("…"));
    rig.ledger().enter(List.of(expired), List.of());
    assertThat(rig.ledger().queue().next()).isPresent();
    assertThat(rig.ledger().queue().committed().effects()).isEmpty();
    assertThat(rig.ledger().sweeps().find(SWEEP).orElseThrow().isUnfinished()).isFalse();

    rig.ledger()
        .enter(
            List.of(
                new Event.LeaseRevived(
                    NOW,
                    lease,
                    cbd(1).id(),
                    1,
                    new SlotId(new WorkerId("gpu-1"), (int) lease.value()),
                    NOW.plusSeconds(90))),
            List.of());
    assertThat(rig.ledger().sweeps().find(SWEEP).orElseThrow().counts())
        .containsEntry(TrialState.FAILED, 0)
        .containsEntry(TrialState.LEASED, 1);
  }

  @Test
  void laterMeasurementsOfOthersChangeNoJudgementWhenItStartsAnew() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    rig.measure(cbd(3), 0.1, 0.2);
    assertThat(rig.decided()).as("nobody to be held against").isEmpty();
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    assertThat(rig.decided()).isEmpty();

    rig.startAnew();

    assertThat(rig.decided()).as("it is judged after its next epoch").isEmpty();
  }

  @Test
  void judgesEachEpochOnceHoweverOftenItIsTold() {
    rig.accept(cbd(1), cbd(2), cbd(3));
    rig.measure(cbd(3), 0.1, 0.2);
    rig.enter(rig.returned(cbd(3)));
    rig.measure(cbd(1), 0.5, 0.6);
    rig.measure(cbd(2), 0.5, 0.6);
    // From its checkpoint on it tells the two epochs again.
    rig.measure(cbd(3), 0.1, 0.2);
    assertThat(rig.decided()).isEmpty();
    LeaseId lease = rig.standing(cbd(3)).lease().id();
    Verdict again =
        rig.scheduler()
            .epochDone(rig.ledger().state(), lease, 2, Trials.epoch(Phase.FINAL, 2, 0.1, 0.1), NOW);
    assertThat(again.kind()).isEqualTo(Verdict.Kind.DUPLICATE);

    rig.epoch(cbd(1), 3, 0.7, 0.1);
    rig.epoch(cbd(2), 3, 0.7, 0.1);
    rig.epoch(cbd(3), 3, 0.3, 0.1);

    assertThat(rig.decided()).hasSize(1);
  }

  @Test
  void aResultThatComesAfterTheStopCountsForNothing() {
    leaveTheThirdBehind();
    LeaseId lease = rig.standing(cbd(3)).lease().id();
    rig.decided();

    Verdict late =
        rig.scheduler()
            .attemptFinished(
                rig.ledger().state(),
                lease,
                3,
                new TrialOutcome.Succeeded(Trials.result(0.9, 0.1)),
                NOW);

    assertThat(late.kind()).isEqualTo(Verdict.Kind.STALE);
    assertThat(late.events()).isEmpty();
  }

  @Test
  void aResultThatIsThereBeforeTheDecisionStays() {
    leaveTheThirdBehind();
    rig.enter(
        new Event.TrialSucceeded(
            NOW, rig.standing(cbd(3)).lease().id(), cbd(3).id(), 1, 3, Trials.result(0.9, 0.1)));

    assertThat(rig.decided()).isEmpty();
    assertThat(rig.state(cbd(3))).isEqualTo(TrialState.SUCCEEDED);
  }

  @Test
  void letsATrialGoOnThatAPersonRetriedAndNeverStopsItAgain() {
    leaveTheThirdBehind();
    rig.decided();

    rig.enter(
        rig.scheduler()
            .requeue(rig.ledger().state(), List.of(cbd(3).id()), 2, NOW)
            .toArray(Event[]::new));
    assertThat(rig.state(cbd(3))).isEqualTo(TrialState.QUEUED);
    assertThat(rig.standing(cbd(3)).attempt()).isEqualTo(2);
    rig.startAnew();
    rig.epoch(cbd(1), 3, 0.6, 0.1);
    rig.epoch(cbd(2), 3, 0.6, 0.1);
    rig.grant(cbd(3));
    rig.epoch(cbd(3), 3, 0.1, 0.1);

    assertThat(rig.decided()).isEmpty();
    assertThat(rig.standing(cbd(3)).caveats().spared()).isTrue();
  }

  @Test
  void aStoppedRepeatIsOverForACellThatMayGrow() {
    SweepTerms growing =
        new SweepTerms(
            0, List.of(), "", new Repeats.Until(3, 4, 0.01), new Stopping.Median(0.2, 2, 2));
    List<Trial> repeats = List.of(repeat(0), repeat(1), repeat(2));
    rig.enter(new Event.SweepAccepted(NOW, SWEEP, "stopping", "", repeats, 3, growing));
    rig.measure(repeat(0), 0.5, 0.6);
    rig.measure(repeat(1), 0.7, 0.8);
    rig.succeed(repeat(0), 0.6);
    rig.succeed(repeat(1), 0.8);
    assertThat(rig.decided()).isEmpty();
    rig.measure(repeat(2), 0.1, 0.1);

    assertThat(rig.decided())
        .extracting(Event::getClass)
        .containsExactly(Event.TrialStopped.class, Event.SweepExtended.class);
  }

  @Test
  void equalHistoriesGiveEqualDecisionsWhereverItStartsAnew() {
    for (Stopping rule : List.of(MEDIAN, new Stopping.Asha(0.2, 1, 2))) {
      List<Event> steady = play(rule, false);
      assertThat(steady).hasSizeGreaterThan(5);
      assertThat(play(rule, true)).isEqualTo(steady);
    }
  }

  /** Twenty trials in random order, with a new start after every epoch or none; who is stopped. */
  private static List<Event> play(Stopping rule, boolean restarts) {
    StoppingRig game = new StoppingRig();
    List<Trial> trials = new ArrayList<>();
    for (int t1 = 1; t1 <= 20; t1++) {
      trials.add(cbd(t1));
    }
    game.enter(new Event.SweepAccepted(NOW, SWEEP, "game", "", trials, 3, terms(rule)));
    Random random = new Random(11);
    List<Event> stopped = new ArrayList<>();
    trials.forEach(game::grant);
    Map<TrialId, Integer> epochs = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      Trial trial = trials.get(random.nextInt(20));
      double ca = random.nextDouble();
      double asr = random.nextDouble() / 3;
      int next = epochs.getOrDefault(trial.id(), 0) + 1;
      if (game.state(trial) == TrialState.LEASED && next <= 4) {
        epochs.put(trial.id(), next);
        game.epoch(trial, next, ca, asr);
        if (restarts) {
          game.startAnew();
        }
        stopped.addAll(game.decided());
      }
    }
    return stopped;
  }
}
