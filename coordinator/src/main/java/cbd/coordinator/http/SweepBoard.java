package cbd.coordinator.http;

import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardRow;
import cbd.coordinator.leaderboard.Mark;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A sweep's leaderboard. The API and the command line show the same one in the same JSON. */
public record SweepBoard(SweepId sweep, Leaderboard board) {
  private static final int PAGE = 1000;

  /** From a store, whatever the sweep's trials have come to by now. */
  public static SweepBoard of(ReadOnlyStore store, SweepId sweep) {
    List<Entrant> entrants = new ArrayList<>();
    long after = -1;
    List<TrialRow> page;
    do {
      page = store.trials(sweep, Set.of(), after, PAGE);
      for (TrialRow row : page) {
        entrants.add(new Entrant(row.trial().spec(), row.state(), row.result()));
        after = row.index();
      }
    } while (page.size() == PAGE);
    return new SweepBoard(sweep, Leaderboard.of(entrants));
  }

  /** For JSON. */
  public Views.LeaderboardView view() {
    return new Views.LeaderboardView(
        sweep.toString(), board.rows().stream().map(SweepBoard::view).toList(), Leaderboard.RULES);
  }

  private static Views.RowView view(LeaderboardRow row) {
    return new Views.RowView(
        row.dataset(),
        row.model(),
        row.attack(),
        row.poisonRate(),
        row.defense(),
        row.settings(),
        row.rank(),
        row.n(),
        row.total(),
        row.failed(),
        row.cancelled(),
        row.open(),
        row.cleanAccuracy(),
        row.attackSuccessRate(),
        row.robustAccuracy(),
        row.marks().stream().sorted().map(Mark::words).toList());
  }
}
