package cbd.coordinator.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.store.DueNotice;
import cbd.coordinator.store.FencedException;
import cbd.coordinator.store.NoticeBook;
import cbd.coordinator.store.NoticeRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourierTest {
  private static final Channel.Outcome BUSY = Channel.Outcome.Refused.forNow("busy");

  @TempDir private Path folder;
  private final FakeChannel channel = new FakeChannel("chat");
  private Office office;
  private NoticeBook book;
  private NoticeRow notice;

  @BeforeEach
  void open() {
    office = new Office(folder);
    book = office.store.notices();
    notice = new Notices("http://cbd").test(Office.START);
    book.keep(office.term, 0, Map.of(notice, List.of("chat", "mail")));
  }

  @AfterEach
  void close() {
    office.close();
  }

  private void round() {
    new Courier(channel, book, Duration.ofDays(3), () -> office.now)
        .round(office.term, term -> true);
  }

  private void pass(Duration time) {
    office.now = office.now.plus(time);
  }

  private List<DueNotice> due(String name) {
    return book.due(name, office.now.plus(Duration.ofDays(30)));
  }

  @Test
  void deliversOnce() {
    round();
    pass(Duration.ofHours(5));
    round();

    assertThat(channel.subjects).containsExactly(notice.subject());
    assertThat(due("mail")).as("what others deliver").hasSize(1);
  }

  @Test
  void triesAgainWithLongerAndLongerPauses() {
    channel.outcome = BUSY;
    for (int second = 0; second < 200; second++) {
      round();
      pass(Duration.ofSeconds(1));
    }
    assertThat(channel.tries)
        .extracting(at -> Duration.between(Office.START, at).toSeconds())
        .containsExactly(0L, 5L, 35L, 155L);

    channel.outcome = new Channel.Outcome.Taken("thanks");
    pass(Duration.ofMinutes(10));
    round();
    assertThat(channel.tries).hasSize(5);
    assertThat(due("chat")).isEmpty();
  }

  @Test
  void givesUpInTheEndAndSaysWhy() {
    channel.outcome = BUSY;
    for (int hour = 0; hour < 100; hour++) {
      round();
      pass(Duration.ofHours(1));
    }

    assertThat(due("chat")).isEmpty();
    Instant last = channel.tries.get(channel.tries.size() - 1);
    assertThat(last).isBetween(at(68), at(72));
  }

  private static Instant at(int hours) {
    return Office.START.plus(Duration.ofHours(hours));
  }

  @Test
  void asksNoMoreWhoeverIsGone() {
    channel.outcome = new Channel.Outcome.Refused("gone", true, Duration.ZERO);
    round();

    assertThat(due("chat")).isEmpty();
  }

  @Test
  void leavesAloneWhoeverAsksForIt() {
    channel.outcome = new Channel.Outcome.Refused("later", false, Duration.ofMinutes(2));
    round();
    pass(Duration.ofSeconds(119));
    round();
    assertThat(channel.tries).hasSize(1);
    pass(Duration.ofSeconds(1));
    round();
    assertThat(channel.tries).hasSize(2);
  }

  @Test
  void triesAgainWhatNobodySawTheEndOf() {
    DueNotice due = due("chat").get(0);
    assertThat(book.begin(office.term, due, office.now, office.now.plusSeconds(5))).isTrue();
    office.term = office.store.beginTerm("elsewhere", office.now);

    round();
    assertThat(channel.tries).isEmpty();
    pass(Duration.ofSeconds(5));
    round();
    assertThat(channel.tries).hasSize(1);
  }

  @Test
  void sendsNothingOutOfOffice() {
    office.store.beginTerm("elsewhere", office.now);

    assertThatThrownBy(this::round).isInstanceOf(FencedException.class);
    assertThat(channel.tries).isEmpty();
  }

  @Test
  void beginsNoTryThatAnotherBegan() {
    DueNotice due = due("chat").get(0);
    assertThat(book.begin(office.term, due, office.now, office.now)).isTrue();
    assertThat(book.begin(office.term, due, office.now, office.now)).isFalse();
  }
}
