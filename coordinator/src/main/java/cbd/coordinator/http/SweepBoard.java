package cbd.coordinator.http;

import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardRow;
import cbd.coordinator.leaderboard.Mark;
import cbd.coordinator.leaderboard.Measure;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A sweep's leaderboard, made from the store alone: one for all who ask, in whatever format. */
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
        entrants.add(entrant(row));
        after = row.index();
      }
    } while (page.size() == PAGE);
    List<Entrant> undefended = store.undefended(sweep).stream().map(SweepBoard::entrant).toList();
    return new SweepBoard(sweep, Leaderboard.of(entrants, undefended));
  }

  private static Entrant entrant(TrialRow row) {
    return new Entrant(row.trial().spec(), row.state(), row.result());
  }

  /** For JSON. */
  public Views.LeaderboardView view() {
    return new Views.LeaderboardView(
        sweep.toString(), board.rows().stream().map(SweepBoard::view).toList(), board.notes());
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
        row.stopped(),
        row.open(),
        row.score(Measure.CLEAN_ACCURACY),
        row.score(Measure.CLEAN_ACCURACY_NON_TARGET),
        row.score(Measure.ATTACK_SUCCESS_RATE),
        row.score(Measure.ROBUST_ACCURACY),
        row.score(Measure.DEFENSE_EFFECTIVENESS),
        row.marks().stream().sorted().map(Mark::words).toList());
  }
}
