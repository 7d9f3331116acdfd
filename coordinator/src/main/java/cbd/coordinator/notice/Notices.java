package cbd.coordinator.notice;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.store.NoticeRow;
import cbd.coordinator.store.SweepEnding;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.domain.Digest;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import cbd.text.JsonText;
import cbd.text.Tree;
import cbd.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Puts notices into words. Each has the id that its occasion gives it, so that whoever finds the
 * same occasion again, after a restart or a takeover, makes the same notice.
 */
final class Notices {
  /** Failed trials that a notice names. */
  static final int NAMED = 5;

  private static final int LONGEST_REASON = 300;
  private static final int ID_DIGITS = 32;

  private final String page;

  /**
   * @param page where people reach the web page
   */
  Notices(String page) {
    this.page = page.replaceFirst("/+$", "");
  }

  /** All trials of a sweep are over. */
  NoticeRow ended(SweepRow sweep, List<TrialRow> failures, SweepEnding last) {
    long failed = sweep.trials().getOrDefault(TrialState.FAILED, 0L);
    Occasion occasion = failed == 0 ? Occasion.SWEEP_FINISHED : Occasion.SWEEP_FAILED;
    String subject =
        failed == 0
            ? "sweep " + sweep.id() + " finished: " + states(sweep.trials())
            : "sweep " + sweep.id() + " ended, and not all went well: " + states(sweep.trials());
    String id = id(occasion, sweep.id().value() + " " + last.number());
    return ofSweep(occasion, id, sweep.id(), sweep.trials(), failures, last.at(), subject);
  }

  /**
   * Trials of a sweep failed for good, and others go on.
   *
   * @param reached how many have, rounded down to a power of ten
   */
  NoticeRow trialsFailed(
      LiveView.Sweep sweep, long reached, List<TrialRow> failures, SweepEnding last) {
    Map<TrialState, Long> trials = new LinkedHashMap<>();
    for (TrialState state : TrialState.values()) {
      trials.put(state, (long) sweep.trials().getOrDefault(state, 0));
    }
    long failed = trials.getOrDefault(TrialState.FAILED, 0L);
    String subject =
        failed
            + (failed == 1 ? " trial" : " trials")
            + " of sweep "
            + sweep.id()
            + " failed for good so far: "
            + states(trials);
    String id = id(Occasion.TRIALS_FAILED, sweep.id().value() + " " + reached);
    return ofSweep(Occasion.TRIALS_FAILED, id, sweep.id(), trials, failures, last.at(), subject);
  }

  private NoticeRow ofSweep(
      Occasion occasion,
      String id,
      SweepId sweep,
      Map<TrialState, Long> trials,
      List<TrialRow> failures,
      Instant at,
      String subject) {
    Map<String, Tree> data = new LinkedHashMap<>();
    data.put("sweep", Tree.Scalar.of(sweep.value()));
    data.put("trials", counts(trials));
    data.put("failures", Tree.Sequence.of(failures.stream().map(Notices::failure).toList()));
    data.put("page", Tree.Scalar.of(page(sweep)));
    StringBuilder words = new StringBuilder(subject).append(".\n");
    if (!failures.isEmpty()) {
      words.append("\nFailed for good:\n");
      failures.forEach(
          trial ->
              words
                  .append("  ")
                  .append(trial.trial().id().brief())
                  .append(": ")
                  .append(reason(trial))
                  .append('\n'));
      long more = trials.getOrDefault(TrialState.FAILED, 0L) - failures.size();
      words.append(more > 0 ? "  and " + more + " more\n" : "");
      words.append("\ncbd trials ").append(sweep).append(" --state failed  shows them all,\n");
      words.append("cbd retry ").append(sweep).append("  tries them again.\n");
    }
    words.append('\n').append(page(sweep)).append('\n');
    return row(occasion.kind(), id, sweep, at, subject, words.toString(), data);
  }

  /**
   * Nothing moves.
   *
   * @param since when anything moved last
   * @param progress the number of the last event by which training came forward
   */
  NoticeRow stalled(LiveView view, Instant since, Instant now, long progress) {
    int waiting = waiting(view.trials());
    int running = view.trials().getOrDefault(TrialState.LEASED, 0);
    String subject =
        "nothing has moved for "
            + Duration.between(since, now).toMinutes()
            + " minutes, though "
            + waiting
            + " trials wait and "
            + running
            + " run";
    List<String> sweeps =
        view.sweeps().stream()
            .filter(sweep -> sweep.trials().entrySet().stream().anyMatch(Notices::isOpen))
            .map(sweep -> sweep.id().value())
            .toList();
    Map<String, Tree> data = new LinkedHashMap<>();
    data.put("since", Tree.Scalar.of(since.truncatedTo(ChronoUnit.MILLIS).toString()));
    data.put("waiting", Tree.Scalar.of((long) waiting));
    data.put("running", Tree.Scalar.of((long) running));
    data.put("slots", slots(view));
    data.put("sweeps", texts(sweeps.stream().limit(NAMED).toList()));
    data.put("page", Tree.Scalar.of(page));
    String words =
        subject
            + ".\n\nSlots: "
            + slotWords(view)
            + "\nSweeps: "
            + sweeps.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (sweeps.size() > NAMED ? " and " + (sweeps.size() - NAMED) + " more" : "")
            + (view.storeTrouble() == null ? "" : "\nStore: " + view.storeTrouble())
            + "\n\ncbd workers  shows what each worker does. You are told once of each stall.\n\n"
            + page
            + "\n";
    return row(
        Occasion.STALLED.kind(),
        id(Occasion.STALLED, progress + " " + StallWatch.over(view.trials())),
        null,
        now,
        subject,
        words,
        data);
  }

  /** One that a person asked for, to see whether it arrives. */
  NoticeRow test(Instant now) {
    String subject = "a test, because a person asked for it: nothing has happened";
    return row(
        "cbd.test",
        "msg_" + Digest.hex("cbd test " + now).substring(0, ID_DIGITS),
        null,
        now,
        subject,
        subject + ".\n\n" + page + "\n",
        Map.of("page", Tree.Scalar.of(page)));
  }

  private static NoticeRow row(
      String kind,
      String id,
      @Nullable SweepId sweep,
      Instant at,
      String subject,
      String words,
      Map<String, Tree> data) {
    Map<String, Tree> payload = new LinkedHashMap<>();
    payload.put("type", Tree.Scalar.of(kind));
    payload.put("timestamp", Tree.Scalar.of(at.truncatedTo(ChronoUnit.MILLIS).toString()));
    // What chats such as Slack and Mattermost show of a webhook.
    payload.put("text", Tree.Scalar.of("cbd: " + subject));
    payload.put("data", Tree.Mapping.of(data));
    return new NoticeRow(
        id, kind, sweep, at, "cbd: " + subject, words, JsonText.write(Tree.Mapping.of(payload)));
  }

  private static String id(Occasion occasion, String what) {
    return "msg_"
        + Digest.hex("cbd notice " + occasion.kind() + " " + what).substring(0, ID_DIGITS);
  }

  private String page(SweepId sweep) {
    return page + "/#/sweeps/" + sweep;
  }

  private static Tree failure(TrialRow trial) {
    Map<String, Tree> failure = new LinkedHashMap<>();
    failure.put("trial", Tree.Scalar.of(trial.trial().id().value()));
    failure.put("reason", Tree.Scalar.of(reason(trial)));
    return Tree.Mapping.of(failure);
  }

  private static String reason(TrialRow trial) {
    String reason = trial.reason() == null ? "no reason is known" : trial.reason();
    return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
  }

  private static Tree counts(Map<TrialState, Long> trials) {
    Map<String, Tree> counts = new LinkedHashMap<>();
    trials.forEach((state, count) -> counts.put(Words.of(state), Tree.Scalar.of(count)));
    return Tree.Mapping.of(counts);
  }

  private static Tree slots(LiveView view) {
    Map<String, Tree> slots = new LinkedHashMap<>();
    for (LiveView.SlotState state : LiveView.SlotState.values()) {
      slots.put(Words.of(state), Tree.Scalar.of((long) view.slots().getOrDefault(state, 0)));
    }
    return Tree.Mapping.of(slots);
  }

  private static Tree texts(List<String> texts) {
    return Tree.Sequence.of(texts.stream().<Tree>map(Tree.Scalar::of).toList());
  }

  private static String slotWords(LiveView view) {
    String words =
        view.slots().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getValue() + " " + Words.of(entry.getKey()))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "none, for no worker is there" : words;
  }

  private static String states(Map<TrialState, Long> trials) {
    long all = trials.values().stream().mapToLong(Long::longValue).sum();
    return "of "
        + all
        + (all == 1 ? " trial " : " trials ")
        + trials.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + Words.of(entry.getKey()))
            .collect(Collectors.joining(", "));
  }

  /** Trials that would start, now or after a pause, if there were a slot. */
  static int waiting(Map<TrialState, Integer> trials) {
    return trials.getOrDefault(TrialState.QUEUED, 0)
        + trials.getOrDefault(TrialState.COOLING_DOWN, 0);
  }

  private static boolean isOpen(Map.Entry<TrialState, Integer> trials) {
    return trials.getValue() > 0
        && !trials.getKey().isTerminal()
        && trials.getKey() != TrialState.PAUSED;
  }
}
