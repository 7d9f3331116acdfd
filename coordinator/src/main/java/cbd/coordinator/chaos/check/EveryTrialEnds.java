package cbd.coordinator.chaos.check;

import cbd.coordinator.store.TrialRow;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was confirmed is there, and ended; history and tables agree on how. */
final class EveryTrialEnds implements Promise {
  @Override
  public String words() {
    return "every accepted trial is in exactly one terminal state";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    Map<TrialId, Account> accounts = Account.of(evidence.history());
    for (Trial trial : evidence.meant().values()) {
      if (!accounts.containsKey(trial.id())) {
        broken.add("trial " + trial.id() + " was confirmed, but the history does not have it");
      }
    }
    accounts.values().stream()
        .filter(account -> !account.state().isTerminal())
        .forEach(
            account ->
                broken.add(
                    "trial "
                        + account.trial().id()
                        + " is "
                        + account.state()
                        + " since line "
                        + account.last().number()
                        + " of the history"));
    broken.addAll(contradictions(evidence.rows(), accounts));
    return broken;
  }

  private static List<String> contradictions(List<TrialRow> rows, Map<TrialId, Account> accounts) {
    List<String> found = new ArrayList<>();
    Set<TrialId> missing = new HashSet<>(accounts.keySet());
    for (TrialRow row : rows) {
      TrialId id = row.trial().id();
      missing.remove(id);
      Account account = accounts.get(id);
      if (account == null) {
        found.add("trial " + id + " is in the tables, but the history never accepted it");
      } else if (account.state() != row.state()) {
        found.add(disagreement(id, row.state(), account));
      }
    }
    missing.forEach(id -> found.add("trial " + id + " is in the history, but in no table"));
    return found;
  }

  private static String disagreement(TrialId id, TrialState shown, Account account) {
    return "trial "
        + id
        + " is "
        + shown
        + " in the tables, but "
        + account.state()
        + " after line "
        + account.last().number()
        + " of the history";
  }
}
