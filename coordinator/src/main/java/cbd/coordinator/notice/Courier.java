package cbd.coordinator.notice;

import cbd.coordinator.store.DueNotice;
import cbd.coordinator.store.NoticeBook;
import cbd.coordinator.store.NoticeState;
import cbd.coordinator.store.Term;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes notices from the store to one channel. Before each try the store is told when the next one
 * is due, so that a try whose end nobody sees is made again, and a notice arrives at least once.
 * Not thread-safe.
 */
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);

  /** Pauses after the first tries; the last one stays. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2));

  private final Channel channel;
  private final NoticeBook book;
  private final Duration giveUpAfter;
  private final InstantSource clock;

  Courier(Channel channel, NoticeBook book, Duration giveUpAfter, InstantSource clock) {
    this.channel = channel;
    this.book = book;
    this.giveUpAfter = giveUpAfter;
    this.clock = clock;
  }

  /** The pause after a try, the first of which is number 0. */
  static Duration pause(int attempt) {
    return PAUSES.get(Math.min(attempt, PAUSES.size() - 1));
  }

  /**
   * Tries all that is due now.
   *
   * @param inOffice whether a term still is the one in office, as far as this process knows
   * @throws cbd.coordinator.store.FencedException when a later term has begun
   */
  void round(Term term, Predicate<Term> inOffice) {
    for (DueNotice due : book.due(channel.name(), clock.instant())) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      Instant now = clock.instant();
      Instant next = now.plus(pause(due.tries()));
      if (book.begin(term, due, now, next) && inOffice.test(term)) {
        note(term, due, channel.deliver(due.notice(), now));
      }
    }
  }

  private void note(Term term, DueNotice due, Channel.Outcome outcome) {
    Instant now = clock.instant(); // A try may have lasted for long: the pause comes after it.
    Instant next = now.plus(pause(due.tries()));
    if (outcome instanceof Channel.Outcome.Taken taken) {
      book.end(term, due, NoticeState.SENT, taken.words(), now, next);
      log.info(
          "Notice delivered: notice={} kind={} channel={} try={} answer={}",
          due.notice().id(),
          due.notice().kind(),
          channel.name(),
          due.tries() + 1,
          taken.words());
      return;
    }
    Channel.Outcome.Refused refused = (Channel.Outcome.Refused) outcome;
    Instant asked = now.plus(refused.pause());
    Instant later = asked.isAfter(next) ? asked : next;
    boolean over = refused.forGood() || later.isAfter(due.notice().at().plus(giveUpAfter));
    book.end(
        term, due, over ? NoticeState.GIVEN_UP : NoticeState.DUE, refused.reason(), now, later);
    if (over) {
      log.error(
          "Notice given up, nobody was told: notice={} subject={} channel={} tries={} reason={}",
          due.notice().id(),
          due.notice().subject(),
          channel.name(),
          due.tries() + 1,
          refused.reason());
    } else {
      log.warn(
          "Notice not delivered yet: notice={} channel={} try={} next={} reason={}",
          due.notice().id(),
          channel.name(),
          due.tries() + 1,
          later,
          refused.reason());
    }
  }
}
