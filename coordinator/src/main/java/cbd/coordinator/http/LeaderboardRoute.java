package cbd.coordinator.http;

import cbd.coordinator.leaderboard.Entrant;
import cbd.coordinator.leaderboard.Leaderboard;
import cbd.coordinator.leaderboard.LeaderboardTable;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The leaderboard of a sweep, in three formats; also while it still runs. */
final class LeaderboardRoute {
  private static final int PAGE = 1000;

  private final ReadOnlyStore store;

  LeaderboardRoute(ReadOnlyStore store) {
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/leaderboard", this::show);
  }

  private void show(Context ctx) {
    SweepId sweep = sweep(ctx);
    Leaderboard board = Leaderboard.of(entrants(sweep));
    String format = ctx.queryParam("format");
    switch (format == null ? "json" : format) {
      case "json" -> ctx.json(Showing.leaderboard(sweep, board));
      case "csv" -> ctx.contentType("text/csv; charset=utf-8").result(LeaderboardTable.csv(board));
      case "text" ->
          ctx.contentType("text/plain; charset=utf-8").result(LeaderboardTable.text(board));
      default ->
          throw ApiException.badRequest(
              "format must be json, csv or text, but was '" + format + "'.");
    }
  }

  /** The one asked for, else the newest. */
  private SweepId sweep(Context ctx) {
    String asked = ctx.queryParam("sweep");
    if (asked == null) {
      return store.sweeps().stream()
          .findFirst()
          .map(SweepRow::id)
          .orElseThrow(() -> ApiException.nothingYet("No sweep was submitted yet."));
    }
    SweepId id = Answers.sweepId(asked);
    return store
        .sweep(id)
        .map(SweepRow::id)
        .orElseThrow(() -> ApiException.notFound("sweep", asked));
  }

  private List<Entrant> entrants(SweepId sweep) {
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
    return entrants;
  }
}
