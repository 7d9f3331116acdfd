package cbd.coordinator.chaos.check;

import cbd.coordinator.http.SweepBoard;
import cbd.coordinator.http.Views;
import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.Defense;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Each leaderboard that was shown, made once more from nothing but the history. */
final class LeaderboardFollows implements Promise {
  @Override
  public String words() {
    return "the leaderboard is a function of the history";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    Map<TrialId, Account> accounts = Account.of(evidence.history());
    List<Entrant> undefended =
        accounts.values().stream()
            .map(LeaderboardFollows::entrant)
            .filter(entrant -> entrant.result() != null)
            .filter(entrant -> entrant.spec().defense() instanceof Defense.None)
            .toList();
    List<String> broken = new ArrayList<>();
    trials(evidence.history())
        .forEach(
            (sweep, trials) -> {
              Views.LeaderboardView shown = evidence.shown().get(sweep);
              List<Entrant> entrants =
                  trials.stream().map(trial -> entrant(accounts, trial)).toList();
              Views.LeaderboardView follows =
                  new SweepBoard(sweep, Leaderboard.of(entrants, undefended)).view();
              if (shown == null) {
                broken.add("sweep " + sweep + " has no leaderboard");
              } else if (!shown.equals(follows)) {
                broken.add(
                    "sweep " + sweep + " shows " + shown + ", but the history says " + follows);
              }
            });
    return broken;
  }

  /** Of each sweep, with those that it got later. */
  private static Map<SweepId, List<Trial>> trials(List<HistoryEntry> history) {
    Map<SweepId, List<Trial>> trials = new LinkedHashMap<>();
    for (HistoryEntry entry : history) {
      if (entry.event() instanceof Event.OfSweep of) {
        trials.computeIfAbsent(of.sweep(), sweep -> new ArrayList<>()).addAll(of.trials());
      }
    }
    return trials;
  }

  private static Entrant entrant(Map<TrialId, Account> accounts, Trial trial) {
    Account account = accounts.get(trial.id());
    if (account == null) {
      throw new IllegalStateException("an accepted trial always has an account: " + trial.id());
    }
    return entrant(account);
  }

  private static Entrant entrant(Account account) {
    return new Entrant(account.trial().spec(), account.state(), result(account));
  }

  private static @Nullable TrialResult result(Account account) {
    if (account.state() != TrialState.SUCCEEDED) {
      return null;
    }
    return ((Event.TrialSucceeded) account.results().get(0).event()).result();
  }
}
