package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.AGAIN;
import static cbd.coordinator.store.Samples.NO_MORE;
import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.expired;
import static cbd.coordinator.store.Samples.failed;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.succeeded;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.schedule.LostLease;
import cbd.coordinator.schedule.TrialStanding;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Resources;
import cbd.domain.Scores;
import cbd.domain.SweepTerms;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Place.class)
class StoreTest {
  @Parameter private Place place;
  @TempDir private Path folder;
  private final TrialId first = trial(0).id();
  private final TrialId second = trial(1).id();
  private Store store;
  private Term term;

  @BeforeEach
  void open() {
    store = Store.open(place.database(folder, "cbd"));
    term = store.beginTerm("here", at(0));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void append(Event... events) {
    store.append(term, List.of(events));
  }

  private TrialStanding standing(int order) {
    return store.load().standings().get(order);
  }

  @Test
  void startsEmpty() {
    assertThat(store.load())
        .isEqualTo(new StoredState(List.of(), 1, List.of(), List.of(), List.of()));
    assertThat(store.reads().sweeps()).isEmpty();
  }

  @Test
  void queuesTheTrialsOfASweepInGridOrder() {
    append(accepted(0, "demo", trials(5)));

    assertThat(store.load().standings())
        .extracting(TrialStanding::trial)
        .containsExactlyElementsOf(trials(5));
    assertThat(standing(3))
        .isEqualTo(new TrialStanding(trial(3), 3, TrialState.QUEUED, 1, 3, null, 0, null));
  }

  @Test
  void keepsATrialOfTwoSweepsOnceAndInItsPlace() {
    List<Trial> overlapping = List.of(trial(7), trial(1), trial(8));
    append(accepted(0, "demo", trials(3)), granted(1, 1, second, 1));
    append(accepted(2, "more", overlapping));

    StoredState state = store.load();
    assertThat(state.standings())
        .extracting(TrialStanding::trial)
        .containsExactly(trial(0), trial(1), trial(2), trial(7), trial(8));
    assertThat(state.standings())
        .extracting(TrialStanding::order)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(state.standings().get(1).state()).isEqualTo(TrialState.LEASED);
    assertThat(state.sweeps().get(1).trials())
        .containsExactly(trial(7).id(), trial(1).id(), trial(8).id());
  }

  @Test
  void remembersALeaseAndHowFarItsReportsCame() {
    append(
        accepted(0, "demo", trials(2)),
        granted(5, 41, second, 1),
        recorded(10, 41, second, 1, 1),
        recorded(20, 41, second, 1, 2));

    Lease lease = granted(5, 41, second, 1).lease();
    Lease asStored = lease.expiringAt(at(110).truncatedTo(ChronoUnit.MILLIS));
    assertThat(standing(1))
        .isEqualTo(new TrialStanding(trial(1), 1, TrialState.LEASED, 1, 3, asStored, 2, null));
    assertThat(store.load().nextLeaseId()).isEqualTo(42);
  }

  @Test
  void remembersWhatATrialTakesAndTheSlotsBesideItsLeaseEvenWhenThatIsLost() {
    Resources needs = new Resources(2, 6L << 30);
    Event.SweepAccepted plain = accepted(0, "demo", trials(2));
    Event.LeaseGranted single = granted(5, 41, second, 1);
    append(
        new Event.SweepAccepted(
            plain.at(),
            plain.sweep(),
            plain.name(),
            plain.text(),
            plain.trials(),
            3,
            SweepTerms.DEFAULT.with(needs)),
        new Event.LeaseGranted(single.at(), single.lease(), List.of(2, 3)));

    assertThat(standing(1).resources()).isEqualTo(needs);
    assertThat(standing(1).beside()).containsExactly(2, 3);
    assertThat(standing(0).beside()).isEmpty();
    assertThat(store.load().sweeps().get(0).terms().resources()).isEqualTo(needs);

    append(expired(100, 41, second, 1, AGAIN));

    assertThat(standing(1).beside()).isEmpty();
    assertThat(standing(1).caveats().lost().beside()).containsExactly(2, 3);
  }

  @Test
  void anotherSweepChangesWhatATrialTakesOnlyIfItAsksForSomething() {
    Event.SweepAccepted preferred = Samples.preferred(0, "preferred", trials(2));
    append(preferred, accepted(1, "demo", trials(3)));

    assertThat(standing(1).resources()).isEqualTo(Samples.TERMS.resources());
    assertThat(standing(1).priority()).isEqualTo(5);
    assertThat(standing(2).resources()).isEqualTo(Resources.ANY);

    Event.SweepAccepted more = accepted(2, "more", List.of(trial(1), trial(7)));
    append(
        new Event.SweepAccepted(
            more.at(),
            more.sweep(),
            more.name(),
            more.text(),
            more.trials(),
            3,
            SweepTerms.DEFAULT.with(new Resources(1, 1000))));

    assertThat(standing(1).resources()).isEqualTo(new Resources(1, 1000));
    assertThat(standing(1).priority()).as("that does not fall").isEqualTo(5);
    assertThat(standing(0).resources()).isEqualTo(Samples.TERMS.resources());
  }

  @Test
  void coolsATrialDownAfterALostAttemptAndQueuesItAgain() {
    append(
        accepted(0, "demo", trials(2)), granted(1, 1, first, 1), expired(100, 1, first, 1, AGAIN));

    assertThat(standing(0).state()).isEqualTo(TrialState.COOLING_DOWN);
    assertThat(standing(0).attempt()).isEqualTo(1);
    assertThat(standing(0).notBefore()).isEqualTo(at(1000).truncatedTo(ChronoUnit.MILLIS));

    append(new Event.CooledDown(at(1001), first, 2), granted(1002, 2, first, 2));

    assertThat(standing(0).state()).isEqualTo(TrialState.LEASED);
    assertThat(standing(0).attempt()).isEqualTo(2);
    assertThat(standing(0).lease().id()).isEqualTo(new LeaseId(2));
  }

  @Test
  void endsATrialByItsResultByGivingUpAndByAPerson() {
    append(
        accepted(0, "demo", trials(4)),
        granted(1, 1, first, 1),
        granted(1, 2, second, 1),
        granted(1, 3, trial(2).id(), 1),
        succeeded(2, 1, first, 1, 1),
        failed(3, 2, second, 1, 1, NO_MORE),
        new Event.TrialCancelled(at(4), trial(2).id()),
        new Event.TrialCancelled(at(5), trial(3).id()));

    assertThat(store.load().standings())
        .extracting(TrialStanding::state)
        .containsExactly(
            TrialState.SUCCEEDED, TrialState.FAILED, TrialState.CANCELLED, TrialState.CANCELLED);
    assertThat(store.load().standings()).extracting(TrialStanding::lease).containsOnlyNulls();
    assertThat(store.reads().attempts(trial(2).id()).get(0).state())
        .isEqualTo(AttemptState.CANCELLED);
  }

  @Test
  void countsAttemptsOnAfterAPersonRequeuesATrial() {
    append(
        accepted(0, "demo", trials(1)),
        granted(1, 1, first, 1),
        failed(3, 1, first, 1, 1, NO_MORE),
        new Event.TrialRequeued(at(4), first, 2, 4));

    assertThat(standing(0))
        .isEqualTo(new TrialStanding(trial(0), 0, TrialState.QUEUED, 2, 4, null, 0, null));
  }

  @Test
  void remembersWhatTrialsAreJudgedByThatMayBeStoppedEarly() {
    append(accepted(0, "demo", trials(2)), granted(1, 1, first, 1), recorded(2, 1, first, 1, 1));
    assertThat(store.load().epochs()).as("no sweep has a rule").isEmpty();
    append(
        Samples.preferred(3, "preferred", trials(3)),
        granted(4, 2, trial(2).id(), 1),
        recorded(5, 2, trial(2).id(), 1, 1),
        recorded(6, 1, first, 1, 2),
        recorded(7, 2, trial(2).id(), 1, 2),
        expired(100, 2, trial(2).id(), 1, AGAIN));

    assertThat(store.load().epochs())
        .as("in their order, without what was there before the sweep with the rule")
        .containsExactly(
            storedEpoch(trial(2).id(), 1), storedEpoch(first, 2), storedEpoch(trial(2).id(), 2));
    assertThat(store.load().sweeps().get(1).terms()).isEqualTo(Samples.TERMS);
  }

  private static StoredState.StoredEpoch storedEpoch(TrialId trial, int epoch) {
    Scores scores = Samples.metrics(epoch).scores();
    return new StoredState.StoredEpoch(
        trial, epoch, scores.cleanAccuracy(), scores.attackSuccessRate());
  }

  @Test
  void remembersTheLastLeaseOfATrialThatFailedUnheardUntilItIsGrantedAgain() {
    append(
        accepted(0, "demo", trials(2)),
        granted(1, 1, first, 1),
        recorded(2, 1, first, 1, 1),
        expired(92, 1, first, 1, NO_MORE),
        granted(3, 2, second, 1),
        failed(4, 2, second, 1, 1, NO_MORE));
    assertThat(standing(0).state()).isEqualTo(TrialState.FAILED);
    assertThat(standing(0).caveats().lost())
        .isEqualTo(new LostLease(new LeaseId(1), 1, Samples.slotOf(1), 1));
    assertThat(standing(1).caveats().lost()).as("it has reported").isNull();

    append(Samples.revived(100, 1, first, 1), succeeded(101, 1, first, 1, 2));
    assertThat(standing(0).state()).isEqualTo(TrialState.SUCCEEDED);
    assertThat(standing(0).scores()).isNotNull();
    assertThat(store.reads().trial(first).orElseThrow().reason()).isNull();
    assertThat(store.reads().attempts(first))
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(AttemptState.SUCCEEDED));
  }

  @Test
  void stopsATrialEarlyAndSparesItWhenAPersonHasItGoOn() {
    append(
        accepted(0, "demo", trials(2)),
        granted(1, 1, first, 1),
        recorded(2, 1, first, 1, 1),
        new Event.TrialStopped(at(3), first, 1, "others do better"),
        new Event.TrialStopped(at(3), second, 1, "others do better"));

    assertThat(standing(0).state()).isEqualTo(TrialState.STOPPED);
    assertThat(standing(0).attempt()).isEqualTo(1);
    assertThat(standing(1).attempt()).as("its first one never began").isZero();
    assertThat(store.reads().trial(first).orElseThrow().reason()).isEqualTo("others do better");
    assertThat(store.reads().attempts(first))
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.state()).isEqualTo(AttemptState.STOPPED));

    append(new Event.TrialRequeued(at(4), first, 2, 4));
    assertThat(standing(0).caveats().spared()).isTrue();
    assertThat(standing(0).state()).isEqualTo(TrialState.QUEUED);
    append(new Event.TrialCancelled(at(5), first), new Event.TrialRequeued(at(6), first, 2, 4));
    assertThat(standing(0).caveats().spared()).as("for good").isTrue();
  }

  @Test
  void ignoresWhateverItAlreadyHas() {
    List<Event> story =
        List.of(
            accepted(0, "demo", trials(3)),
            granted(1, 1, first, 1),
            recorded(2, 1, first, 1, 1),
            expired(100, 1, first, 1, AGAIN),
            new Event.CooledDown(at(1001), first, 2),
            granted(1002, 2, first, 2),
            failed(1003, 2, first, 2, 1, NO_MORE),
            new Event.TrialRequeued(at(1004), first, 3, 5),
            new Event.TrialCancelled(at(1005), first),
            new Event.TrialRequeued(at(1006), first, 4, 6),
            granted(1007, 3, first, 4),
            recorded(1008, 3, first, 4, 1),
            succeeded(1009, 3, first, 4, 2));
    store.append(term, story);
    List<String> once = Tables.dump(store);

    store.append(term, story);
    for (Event event : story) {
      append(event, event);
    }

    assertThat(Tables.dump(store)).isEqualTo(once);
    assertThat(store.reads().history(0, 100)).extracting(HistoryEntry::event).isEqualTo(story);
  }

  @Test
  void goesOnAfterTheKnownPartOfABatch() {
    append(accepted(0, "demo", trials(1)), granted(1, 1, first, 1), recorded(2, 1, first, 1, 1));

    append(recorded(2, 1, first, 1, 1), recorded(3, 1, first, 1, 2), recorded(3, 1, first, 1, 2));

    assertThat(store.reads().epochs(first)).extracting(EpochRow::sequence).containsExactly(1L, 2L);
  }

  @Test
  void refusesASecondResultWithTheWholeBatchItCameIn() {
    append(accepted(0, "demo", trials(2)), granted(1, 1, first, 1), succeeded(2, 1, first, 1, 1));
    List<String> before = Tables.dump(store);

    assertThatThrownBy(() -> append(granted(3, 2, second, 1), succeeded(4, 1, first, 1, 2)))
        .isInstanceOf(StoreUnusableException.class)
        .hasMessageContaining("contradict")
        .hasMessageContaining(first.value());

    assertThat(Tables.dump(store)).isEqualTo(before);
  }

  @Test
  void doesNotGrantOneLeaseTwice() {
    append(accepted(0, "demo", trials(2)), granted(1, 1, first, 1));

    // Known by its lease: the history has the grant of lease 1, so this is not a second one.
    append(granted(2, 1, second, 1));

    assertThat(standing(1).state()).isEqualTo(TrialState.QUEUED);
  }

  @Test
  void keepsALossThatIsNotANumber() {
    append(accepted(0, "demo", trials(1)), granted(1, 1, first, 1));
    Event.EpochRecorded diverged =
        new Event.EpochRecorded(at(2), new LeaseId(1), first, 1, 1, Samples.diverged(), at(92));

    append(diverged);

    assertThat(store.reads().epochs(first).get(0).metrics()).isEqualTo(Samples.diverged());
    assertThat(store.reads().history(first).get(1).event()).isEqualTo(diverged);
  }

  @Test
  void standsThereAfterItWasClosedAndOpenedAgain() {
    append(accepted(0, "demo", trials(3)), granted(1, 1, first, 1));
    StoredState before = store.load();
    store.close();

    store = Store.open(place.database(folder, "cbd"));

    assertThat(store.load()).isEqualTo(before);
  }
}
