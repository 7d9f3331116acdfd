package cbd.coordinator.chaos.check;

import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.HistoryEntry;
import cbd.coordinator.store.TrialRow;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Results are delivered at least once and counted once. */
final class OneResult implements Promise {
  @Override
  public String words() {
    return "at most one counted result per trial";
  }

  @Override
  public List<String> broken(Evidence evidence) {
    List<String> broken = new ArrayList<>();
    Map<TrialId, Account> accounts = Account.of(evidence.history());
    accounts.values().stream()
        .filter(account -> account.results().size() > 1)
        .forEach(
            account ->
                broken.add(
                    "trial "
                        + account.trial().id()
                        + " has "
                        + account.results().size()
                        + " results, in lines "
                        + account.results().stream().map(HistoryEntry::number).toList()
                        + " of the history"));
    for (TrialRow row : evidence.rows()) {
      Account account = accounts.get(row.trial().id());
      if (account != null && !Objects.equals(row.result(), counted(account))) {
        broken.add(
            "trial "
                + row.trial().id()
                + " shows the result "
                + row.result()
                + ", but the history has "
                + counted(account));
      }
    }
    return broken;
  }

  private static @Nullable TrialResult counted(Account account) {
    return account.results().stream()
        .map(HistoryEntry::event)
        .map(event -> ((Event.TrialSucceeded) event).result())
        .findFirst()
        .orElse(null);
  }
}
