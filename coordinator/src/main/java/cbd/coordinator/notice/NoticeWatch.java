package cbd.coordinator.notice;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.store.NoticeBook;
import cbd.coordinator.store.NoticeRow;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.Store;
import cbd.coordinator.store.SweepEnding;
import cbd.coordinator.store.Term;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through the history for what people are to be told, and keeps it in the store, from where
 * it is delivered. It goes on where the last one in office stopped. Not thread-safe.
 */
final class NoticeWatch {
  private static final Logger log = LoggerFactory.getLogger(NoticeWatch.class);

  /** Events after which the store learns how far we are, though there was nothing to tell. */
  private static final long LONG_SILENCE = 10_000;

  private final NoticeBook book;
  private final ReadOnlyStore reads;
  private final NoticeSettings settings;
  private final Notices notices;
  private final StallWatch stall;

  private long term;
  private long position;
  private long kept;

  /** The power of ten of a sweep's failures at its last ending. */
  private final Map<SweepId, Long> failed = new HashMap<>();

  private @Nullable Instant toldOfStall;

  NoticeWatch(Store store, NoticeSettings settings, Notices notices) {
    book = store.notices();
    reads = store.reads();
    this.settings = settings;
    this.notices = notices;
    stall = new StallWatch(settings.stalledAfter());
  }

  /**
   * Keeps what is new.
   *
   * @param memory what the coordinator in office has in mind: it is ahead of the store, and a sweep
   *     that is over in the store, but not there, is about to get further trials
   */
  void look(Term office, Supplier<LiveView> memory) {
    if (term != office.epoch()) {
      begin(office);
    }
    long last = book.last();
    List<SweepEnding> endings = last > position ? book.endings(position, last) : List.of();
    LiveView view = memory.get();
    List<NoticeRow> found = new ArrayList<>();
    for (SweepEnding ending : endings) {
      if (ending.at().isAfter(view.at().minus(settings.giveUpAfter()))) {
        view.sweep(ending.sweep()).flatMap(sweep -> of(sweep, ending)).ifPresent(found::add);
      }
    }
    Optional<Instant> still = stall.look(view).filter(since -> !since.equals(toldOfStall));
    still.ifPresent(
        since -> found.add(notices.stalled(view, since, view.at(), book.lastProgress())));
    keep(office, last, found);
    still.ifPresent(since -> toldOfStall = since);
  }

  /** Takes up where the last one stopped; before the first one there was nothing to tell. */
  private void begin(Term office) {
    long from = book.position().orElseGet(book::last);
    book.keep(office, from, Map.of());
    position = from;
    kept = from;
    stall.forget();
    failed.clear();
    toldOfStall = null;
    term = office.epoch();
  }

  private void keep(Term office, long upTo, List<NoticeRow> found) {
    if (!found.isEmpty() || upTo - kept >= LONG_SILENCE) {
      Map<NoticeRow, List<String>> channels = new LinkedHashMap<>();
      found.forEach(notice -> channels.put(notice, channels(notice)));
      List<NoticeRow> fresh = book.keep(office, upTo, channels);
      kept = upTo;
      fresh.stream()
          .filter(notice -> !channels(notice).isEmpty())
          .forEach(
              notice ->
                  log.info(
                      "People are to be told: notice={} kind={} sweep={} channels={}",
                      notice.id(),
                      notice.kind(),
                      notice.sweep(),
                      channels(notice)));
    }
    position = upTo;
  }

  private List<String> channels(NoticeRow notice) {
    return settings.channels().stream()
        .filter(
            channel ->
                channel.occasions().stream()
                    .anyMatch(occasion -> occasion.kind().equals(notice.kind())))
        .map(Channel::name)
        .toList();
  }

  private Optional<NoticeRow> of(LiveView.Sweep sweep, SweepEnding ending) {
    boolean over =
        sweep.trials().entrySet().stream()
            .allMatch(entry -> entry.getValue() == 0 || entry.getKey().isTerminal());
    if (over) {
      failed.remove(sweep.id());
      // When the store is not as far, its next event comes through here again.
      return reads
          .sweep(sweep.id())
          .filter(row -> row.done() == row.size())
          .map(row -> notices.ended(row, failures(row.id()), ending));
    }
    long reached = powerOfTen(sweep.trials().getOrDefault(TrialState.FAILED, 0));
    Long before = failed.put(sweep.id(), reached);
    return reached == 0 || (before != null && before == reached)
        ? Optional.empty()
        : Optional.of(notices.trialsFailed(sweep, reached, failures(sweep.id()), ending));
  }

  private List<TrialRow> failures(SweepId sweep) {
    return reads.trials(sweep, Set.of(TrialState.FAILED), -1, Notices.NAMED);
  }

  /** The largest power of ten that is not above a number; 0 of 0. */
  private static long powerOfTen(int number) {
    if (number == 0) {
      return 0;
    }
    long power = 1;
    while (power * 10 <= number) {
      power *= 10;
    }
    return power;
  }
}
