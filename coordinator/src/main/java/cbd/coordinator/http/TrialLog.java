package cbd.coordinator.http;

import cbd.coordinator.actor.PieceAnswer;
import cbd.coordinator.store.AttemptRow;
import cbd.coordinator.store.AttemptState;
import cbd.coordinator.store.KeptLog;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.TrialId;
import cbd.text.Words;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trial's logs, attempt by attempt: of one that runs, from the worker that writes it; of one that
 * is over, its kept end, or, while that has not come, again from the worker. The API and the
 * command line show the same. Whoever reads on says where it was, so that any coordinator can go
 * on.
 */
public final class TrialLog {
  /** Most bytes of one answer. */
  private static final int MOST = PieceAnswer.MOST;

  private final ReadOnlyStore store;
  private final Writers writers;

  /** Where logs are written. */
  @FunctionalInterface
  interface Writers {
    /**
     * Reads a piece of an attempt's log from its worker.
     *
     * @param offset negative: counted from the log's end
     */
    PieceAnswer read(AttemptRow attempt, long offset, int most);
  }

  /**
   * @param writers asked for what the store does not have
   */
  TrialLog(ReadOnlyStore store, Writers writers) {
    this.store = store;
    this.writers = writers;
  }

  /** Of attempts whose logs are kept alone: nobody is there who could ask a worker. */
  public static TrialLog of(ReadOnlyStore store) {
    return new TrialLog(
        store,
        (attempt, offset, most) ->
            new PieceAnswer.Unreachable(
                "A store alone has logs of attempts that are over; for others, ask the"
                    + " coordinator."));
  }

  /** There is no such attempt. */
  public static final class UnknownAttemptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownAttemptException(TrialId trial, int attempt, int last) {
      super(
          "Trial "
              + trial.brief()
              + " has no attempt "
              + attempt
              + ": "
              + (last == 0 ? "none has begun." : "its latest is " + last + "."));
    }
  }

  /**
   * The last lines of an attempt's log.
   *
   * @param attempt null: the latest
   * @param lines at most so many, and no more than an eighth of a megabyte
   * @return empty when the store does not have the trial
   * @throws UnknownAttemptException when it has no such attempt
   */
  public Optional<Views.LogView> tail(TrialId trial, @Nullable Integer attempt, int lines) {
    return look(trial, attempt, -MOST, lines);
  }

  /**
   * What came after what was read before; nothing when nothing did.
   *
   * @param from {@code next} of the answer before; 0: the log's beginning
   * @return empty when the store does not have the trial
   * @throws UnknownAttemptException when it has no such attempt
   */
  public Optional<Views.LogView> after(TrialId trial, int attempt, long from) {
    return look(trial, attempt, from, Integer.MAX_VALUE);
  }

  private Optional<Views.LogView> look(
      TrialId trial, @Nullable Integer attempt, long offset, int lines) {
    return store
        .trial(trial)
        .map(
            row -> {
              List<AttemptRow> attempts = store.attempts(trial);
              Optional<AttemptRow> chosen =
                  attempts.stream()
                      .filter(each -> attempt == null || each.attempt() == attempt)
                      .reduce((first, second) -> second);
              int last = attempts.isEmpty() ? 0 : attempts.get(attempts.size() - 1).attempt();
              if (chosen.isEmpty() && attempt != null) {
                throw new UnknownAttemptException(trial, attempt, last);
              }
              Integer next =
                  attempts.stream()
                      .map(AttemptRow::attempt)
                      .filter(number -> chosen.isPresent() && number > chosen.get().attempt())
                      .findFirst()
                      .orElse(null);
              return chosen
                  .map(which -> view(row, which, read(which, offset, lines), next))
                  .orElseGet(() -> none(row));
            });
  }

  /** Lines, or why there are none. */
  private record Read(
      String text, long skipped, long next, boolean isEnd, @Nullable String trouble) {
    static Read trouble(long at, String why) {
      return new Read("", 0, Math.max(0, at), true, why);
    }
  }

  private Read read(AttemptRow attempt, long offset, int lines) {
    boolean over = attempt.state() != AttemptState.RUNNING;
    Optional<KeptLog> kept = over ? store.log(attempt.lease()) : Optional.empty();
    if (kept.isPresent()) {
      return lines(piece(kept.get(), offset), offset, lines, true);
    }
    PieceAnswer answer = writers.read(attempt, offset, MOST);
    if (answer instanceof PieceAnswer.Piece piece) {
      return lines(piece, offset, lines, over);
    }
    String who = attempt.slot().worker().toString();
    if (answer instanceof PieceAnswer.None) {
      return over
          ? Read.trouble(offset, "Worker " + who + " has no log of this attempt any more.")
          : new Read("", 0, Math.max(0, offset), false, null); // It is about to begin.
    }
    String why = ((PieceAnswer.Unreachable) answer).why();
    return Read.trouble(offset, over ? why + " It left no end of this attempt's log before." : why);
  }

  private static PieceAnswer.Piece piece(KeptLog kept, long offset) {
    long from = offset < 0 ? kept.offset() : Math.max(kept.offset(), Math.min(kept.size(), offset));
    int skip = (int) (from - kept.offset());
    byte[] bytes = new byte[kept.tail().length - skip];
    System.arraycopy(kept.tail(), skip, bytes, 0, bytes.length);
    return new PieceAnswer.Piece(kept.size(), from, bytes);
  }

  /** Whole lines of a piece; of a log that is complete also its last one. */
  private static Read lines(PieceAnswer.Piece piece, long asked, int lines, boolean complete) {
    byte[] bytes = piece.bytes();
    boolean reachesEnd = piece.offset() + bytes.length >= piece.size();
    int to = bytes.length;
    if (!(complete && reachesEnd)) {
      int lineEnd = last(bytes, bytes.length);
      // A line that fills all of a piece is broken: it may have no end.
      to = lineEnd == 0 && bytes.length == MOST ? bytes.length : lineEnd;
    }
    int from = 0;
    if (asked < 0) {
      boolean isCut = piece.offset() > 0;
      from = isCut ? Math.min(to, first(bytes)) : 0;
      from = Math.max(from, start(bytes, to, lines));
    }
    return new Read(
        LogText.of(bytes, from, to),
        asked < 0 ? 0 : Math.max(0, piece.offset() - asked),
        piece.offset() + to,
        reachesEnd && to == bytes.length,
        null);
  }

  /** Behind the first line break; 0 when there is none. */
  private static int first(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  /** Behind the last line break before this place; 0 when there is none. */
  private static int last(byte[] bytes, int before) {
    int at = before;
    while (at > 0 && bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }

  /** Where the last lines before this place begin. */
  private static int start(byte[] bytes, int to, int lines) {
    int at = to;
    for (int i = 0; i < lines && at > 0; i++) {
      at = last(bytes, at - 1);
    }
    return at;
  }

  private static Views.LogView view(
      TrialRow row, AttemptRow attempt, Read read, @Nullable Integer next) {
    return new Views.LogView(
        row.trial().id().toString(),
        Words.of(row.state()),
        attempt.attempt(),
        attempt.slot().toString(),
        Words.of(attempt.state()),
        read.text(),
        read.skipped(),
        read.next(),
        attempt.state() != AttemptState.RUNNING && read.isEnd(),
        next,
        read.trouble());
  }

  private static Views.LogView none(TrialRow row) {
    return new Views.LogView(
        row.trial().id().toString(),
        Words.of(row.state()),
        null,
        null,
        null,
        "",
        0,
        0,
        false,
        null,
        null);
  }
}
