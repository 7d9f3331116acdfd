package cbd.coordinator.store;

import static cbd.coordinator.store.Samples.accepted;
import static cbd.coordinator.store.Samples.at;
import static cbd.coordinator.store.Samples.granted;
import static cbd.coordinator.store.Samples.recorded;
import static cbd.coordinator.store.Samples.succeeded;
import static cbd.coordinator.store.Samples.trial;
import static cbd.coordinator.store.Samples.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.schedule.Event;
import cbd.domain.SweepId;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Place.class)
class NoticeBookTest {
  @Parameter private Place place;
  @TempDir private Path folder;
  private Store store;
  private Term term;
  private NoticeBook book;
  private NoticeRow notice;

  @BeforeEach
  void open() {
    store = Store.open(place.database(folder, "cbd"));
    term = store.beginTerm("here", at(0));
    book = store.notices();
    Event.SweepAccepted sweep = accepted(0, "demo", trials(2));
    store.append(term, List.of(sweep));
    notice = notice("msg_1", sweep.sweep(), 5);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static NoticeRow notice(String id, SweepId sweep, long second) {
    return new NoticeRow(
        id,
        "sweep.finished",
        sweep,
        at(second).truncatedTo(ChronoUnit.MILLIS),
        "größer",
        "many\nwords",
        "{}");
  }

  @Test
  void tellsWhatWasGivenUpOfASweepAndOfTheWholeCluster() {
    NoticeRow stalled =
        new NoticeRow(
            "msg_2",
            "cluster.stalled",
            null,
            at(6).truncatedTo(ChronoUnit.MILLIS),
            "still",
            "words",
            "{}");
    book.keep(term, 7, Map.of(notice, List.of("chat", "mail"), stalled, List.of("mail")));
    for (DueNotice due : book.due("mail", at(10))) {
      boolean ours = book.begin(term, due, at(10), at(20));
      assertThat(ours).isTrue();
      book.end(term, due, NoticeState.GIVEN_UP, "nobody listens", at(11), at(20));
    }

    Instant givenUp = at(11).truncatedTo(ChronoUnit.MILLIS);
    SweepRow sweep = store.reads().sweeps().get(0);
    assertThat(store.reads().untold(10))
        .containsExactlyInAnyOrder(
            new UntoldRow(notice, "mail", 1, "nobody listens", givenUp),
            new UntoldRow(stalled, "mail", 1, "nobody listens", givenUp));
    assertThat(store.reads().untold(sweep, 10)).hasSize(2);
    assertThat(store.reads().untold(sweep, 1)).hasSize(1);
    assertThat(store.reads().untold(1)).hasSize(1);
  }

  @Test
  void keepsANoticeForEachChannelAndOnce() {
    book.keep(term, 7, Map.of(notice, List.of("chat", "mail")));
    book.keep(term, 9, Map.of(notice, List.of("chat", "late")));

    assertThat(book.position()).hasValue(9);
    assertThat(book.due("chat", at(10))).containsExactly(new DueNotice(notice, "chat", 0));
    assertThat(book.due("mail", at(10))).hasSize(1);
    assertThat(book.due("late", at(10))).as("it was kept before").isEmpty();
    assertThat(book.due("chat", at(4))).as("before its time").isEmpty();
  }

  @Test
  void leadsANoticeThroughItsTries() {
    book.keep(term, 7, Map.of(notice, List.of("chat")));
    DueNotice due = book.due("chat", at(10)).get(0);

    assertThat(book.begin(term, due, at(10), at(15))).isTrue();
    assertThat(book.begin(term, due, at(10), at(15))).as("a second time").isFalse();
    assertThat(book.due("chat", at(14))).isEmpty();
    book.end(term, due, NoticeState.DUE, "busy", at(11), at(20));
    assertThat(book.due("chat", at(19))).isEmpty();
    assertThat(book.due("chat", at(20))).extracting(DueNotice::tries).containsExactly(1);
    book.end(term, due, NoticeState.SENT, "thanks", at(21), at(21));
    assertThat(book.due("chat", at(1000))).isEmpty();
    assertThat(book.stale(at(1000))).isEmpty();
  }

  @Test
  void findsWhatIsTooOld() {
    book.keep(term, 7, Map.of(notice, List.of("chat")));

    assertThat(book.stale(at(5))).isEmpty();
    assertThat(book.stale(at(6))).extracting(DueNotice::channel).containsExactly("chat");
  }

  @Test
  void findsTheSweepsOfWhichTrialsEnded() {
    long before = book.last();
    store.append(
        term,
        List.of(
            granted(1, 1, trial(0).id(), 1),
            recorded(2, 1, trial(0).id(), 1, 1),
            succeeded(3, 1, trial(0).id(), 1, 2)));

    assertThat(book.endings(before, book.last()))
        .containsExactly(
            new SweepEnding(
                accepted(0, "demo", trials(2)).sweep(),
                book.last(),
                at(3).truncatedTo(ChronoUnit.MILLIS)));
    assertThat(book.endings(book.last(), book.last())).isEmpty();
    assertThat(book.lastProgress()).isEqualTo(book.last());
  }

  @Test
  void takesNothingFromWhoeverIsOutOfOffice() {
    book.keep(term, 7, Map.of(notice, List.of("chat")));
    DueNotice due = book.due("chat", at(10)).get(0);
    store.beginTerm("elsewhere", at(1));

    assertThatThrownBy(() -> book.keep(term, 8, Map.of())).isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> book.begin(term, due, at(10), at(15)))
        .isInstanceOf(FencedException.class);
    assertThatThrownBy(() -> book.end(term, due, NoticeState.SENT, "", at(10), at(15)))
        .isInstanceOf(FencedException.class);
    assertThat(book.position()).hasValue(7);
  }
}
