package cbd.coordinator.http;

import cbd.coordinator.leaderboard.LeaderboardLatex;
import cbd.coordinator.leaderboard.LeaderboardMarkdown;
import cbd.coordinator.leaderboard.LeaderboardTable;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.domain.SweepId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The leaderboard of a sweep, in every format; also while it still runs. */
final class LeaderboardRoute {
  private final ReadOnlyStore store;

  LeaderboardRoute(ReadOnlyStore store) {
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/leaderboard", this::show);
  }

  private void show(Context ctx) {
    SweepId sweep = sweep(ctx);
    SweepBoard board = SweepBoard.of(store, sweep);
    String format = ctx.queryParam("format");
    switch (format == null ? "json" : format) {
      case "json" -> ctx.json(board.view());
      case "csv" -> send(ctx, "text/csv", LeaderboardTable.csv(board.board()));
      case "text" -> send(ctx, "text/plain", LeaderboardTable.text(board.board()));
      case "md" -> send(ctx, "text/markdown", LeaderboardMarkdown.of(board.board()));
      case "latex" -> send(ctx, "application/x-latex", LeaderboardLatex.of(board.board()));
      default ->
          throw ApiException.badRequest(
              "format must be json, csv, text, md or latex, but was '" + format + "'.");
    }
  }

  private static void send(Context ctx, String type, String text) {
    ctx.contentType(type + "; charset=utf-8").result(text);
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
}
