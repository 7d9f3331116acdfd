package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.Trials;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.DueNotice;
import cbd.coordinator.store.FencedException;
import cbd.coordinator.store.NoticeRow;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.SlotId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import cbd.domain.WorkerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeWatchTest {
  @TempDir private Path folder;
  private final FakeChannel channel = new FakeChannel("chat");
  private final List<Trial> trials = Office.trials(12);
  private Office office;
  private NoticeWatch watch;

  @BeforeEach
  void open() {
    office = new Office(folder);
    watch = watch();
    look();
  }

  @AfterEach
  void close() {
    office.close();
  }

  private NoticeWatch watch() {
    NoticeSettings settings =
        new NoticeSettings(List.of(channel), Duration.ofMinutes(30), Duration.ofDays(3), "");
    return new NoticeWatch(office.store, settings, new Notices("http://cbd"));
  }

  private void look() {
    watch.look(office.term, office::view);
  }

  private List<NoticeRow> kept() {
    return office.store.notices().due("chat", Office.START.plus(Duration.ofDays(30))).stream()
        .map(DueNotice::notice)
        .toList();
  }

  private List<String> kinds() {
    return kept().stream().map(NoticeRow::kind).toList();
  }

  @Test
  void tellsWhenTheLastTrialOfASweepIsOver() {
    office.accept("demo", trials.subList(0, 2));
    office.succeed(trials.get(0));
    look();
    assertThat(kinds()).isEmpty();

    office.succeed(trials.get(1));
    look();
    look();

    assertThat(kinds()).containsExactly("sweep.finished");
    assertThat(kept().get(0).subject())
        .matches("cbd: sweep demo-\\w+ finished: of 2 trials 2 succeeded");
    assertThat(kept().get(0).words()).contains("http://cbd/#/sweeps/demo-");
  }

  @Test
  void tellsThatASweepEndedWithFailuresAndWhy() {
    office.accept("demo", trials.subList(0, 2));
    office.succeed(trials.get(0));
    office.fail(trials.get(1));
    look();

    assertThat(kinds()).containsExactly("sweep.failed");
    assertThat(kept().get(0).words())
        .contains(trials.get(1).id().brief() + ": ", "killed by signal 9", "cbd retry demo-");
    assertThat(kept().get(0).payload()).contains(trials.get(1).id().value(), "\"failed\":1");
  }

  @Test
  void tellsOfTheFirstAndTheTenthFailureWhileOthersGoOn() {
    office.accept("demo", trials);
    office.fail(trials.get(0), new Event.Next.Retry(office.now.plusSeconds(10)));
    look();
    assertThat(kinds()).isEmpty();

    for (int i = 1; i < 11; i++) {
      office.fail(trials.get(i));
      look();
    }

    assertThat(kinds()).containsExactly("sweep.trials_failed", "sweep.trials_failed");
    assertThat(kept().get(0).subject()).startsWith("cbd: 1 trial of sweep");
    assertThat(kept().get(1).subject()).startsWith("cbd: 10 trials of sweep");
  }

  @Test
  void aTrialThatWasStoppedEarlyIsOver() {
    office.accept("demo", trials.subList(0, 1));
    office.append(new Event.TrialStopped(office.now, trials.get(0).id(), 1, "it did badly"));
    look();

    assertThat(kinds()).containsExactly("sweep.finished");
  }

  @Test
  void tellsOfEachSweepThatSharesATrial() {
    office.accept("one", trials.subList(0, 1));
    office.accept("two", trials.subList(0, 1));
    office.succeed(trials.get(0));
    look();

    assertThat(kinds()).containsExactly("sweep.finished", "sweep.finished");
  }

  @Test
  void waitsWhileTheCoordinatorKnowsOfTrialsToCome() {
    office.accept("demo", trials.subList(0, 1));
    office.succeed(trials.get(0));
    LiveView stored = office.view();
    Map<TrialState, Integer> more = new EnumMap<>(stored.sweeps().get(0).trials());
    more.put(TrialState.QUEUED, 1);
    LiveView.Sweep growing = new LiveView.Sweep(stored.sweeps().get(0).id(), "demo", more, null);

    watch.look(office.term, () -> office.view(more, List.of(growing), List.of()));

    assertThat(kinds()).isEmpty();
  }

  @Test
  void aSuccessorFindsWhatNobodyKeptAndTellsNothingTwice() {
    office.accept("demo", trials.subList(0, 2));
    office.succeed(trials.get(0));
    look();
    office.fail(trials.get(1));
    office.term = office.store.beginTerm("elsewhere", office.now);

    watch = watch();
    look();
    assertThat(kinds()).containsExactly("sweep.failed");

    office.term = office.store.beginTerm("here", office.now);
    watch = watch();
    look();
    assertThat(kinds()).containsExactly("sweep.failed");
  }

  @Test
  void tellsAnewWhenASweepEndsAnew() {
    office.accept("demo", trials.subList(0, 1));
    office.fail(trials.get(0));
    look();
    office.append(new Event.TrialRequeued(office.now, trials.get(0).id(), 2, 4));
    look();
    office.append(new Event.TrialCancelled(office.now, trials.get(0).id()));
    look();

    assertThat(kinds()).containsExactlyInAnyOrder("sweep.failed", "sweep.finished");
  }

  @Test
  void tellsAnewWhenATrialThatFailedUnheardComesBack() {
    TrialId trial = trials.get(0).id();
    LeaseId lease = new LeaseId(1);
    SlotId slot = new SlotId(new WorkerId("gpu-1"), 0);
    Instant later = office.now.plusSeconds(90);
    office.accept("demo", trials.subList(0, 1));
    office.append(
        new Event.LeaseGranted(office.now, new Lease(lease, trial, 1, slot, later)),
        new Event.LeaseExpired(
            office.now, lease, trial, 1, "silent", new Event.Next.GiveUp("silent")));
    look();
    office.append(new Event.LeaseRevived(office.now, lease, trial, 1, slot, later));
    look();
    assertThat(kinds()).containsExactly("sweep.failed");
    office.append(
        new Event.TrialSucceeded(office.now, lease, trial, 1, 1, Trials.result(0.9, 0.01)));
    look();

    assertThat(kinds()).containsExactlyInAnyOrder("sweep.failed", "sweep.finished");
  }

  @Test
  void keepsNothingWhenItIsOutOfOffice() {
    office.accept("demo", trials.subList(0, 1));
    office.succeed(trials.get(0));
    LiveView view = office.view();
    office.store.beginTerm("elsewhere", office.now);

    assertThatThrownBy(() -> watch.look(office.term, () -> view))
        .isInstanceOf(FencedException.class);
    assertThat(kinds()).isEmpty();
  }

  @Test
  void tellsNothingOfWhatWasOverBeforeAnybodyWantedToKnow() {
    Office other = new Office(folder.resolve("other"));
    try (other) {
      other.accept("demo", trials.subList(0, 1));
      other.succeed(trials.get(0));
      office.close();
      office = other;
      watch = watch();
      look();

      assertThat(kinds()).isEmpty();
    }
  }

  @Test
  void tellsNothingThatIsOlderThanANoticeMayBe() {
    office.accept("demo", trials.subList(0, 1));
    office.succeed(trials.get(0));
    office.now = office.now.plus(Duration.ofDays(4));
    look();

    assertThat(kinds()).isEmpty();
  }

  @Test
  void tellsOnceThatNothingMoves() {
    office.accept("demo", trials.subList(0, 2));
    look();
    office.now = office.now.plus(Duration.ofMinutes(29));
    look();
    assertThat(kinds()).isEmpty();

    for (int i = 0; i < 3; i++) {
      office.now = office.now.plus(Duration.ofMinutes(40));
      look();
    }
    assertThat(kinds()).containsExactly("cluster.stalled");
    assertThat(kept().get(0).words()).contains("no worker is there", "2 trials wait", "demo-");

    watch = watch();
    look();
    office.now = office.now.plus(Duration.ofMinutes(40));
    look();
    assertThat(kinds()).as("after a restart").containsExactly("cluster.stalled");

    office.succeed(trials.get(0));
    look();
    office.now = office.now.plus(Duration.ofMinutes(40));
    look();
    assertThat(kinds()).as("a new stall").containsExactly("cluster.stalled", "cluster.stalled");
  }

  @Test
  void tellsOfAStallAfterATrialWasGivenUpOrStopped() {
    office.accept("demo", trials.subList(0, 3));
    look();
    passWithoutAMove();
    office.append(new Event.TrialCancelled(office.now, trials.get(0).id()));
    look();
    passWithoutAMove();
    office.append(new Event.TrialStopped(office.now, trials.get(1).id(), 1, "it did badly"));
    look();
    passWithoutAMove();

    assertThat(kinds()).hasSize(3).containsOnly("cluster.stalled");
  }

  private void passWithoutAMove() {
    office.now = office.now.plus(Duration.ofMinutes(40));
    look();
  }
}
