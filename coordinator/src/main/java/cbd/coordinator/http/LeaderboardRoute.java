package cbd.coordinator.http;

import cbd.coordinator.leaderboard.LeaderboardLatex;
import cbd.coordinator.leaderboard.LeaderboardMarkdown;
import cbd.coordinator.leaderboard.LeaderboardTable;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.SweepId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The leaderboard of a sweep, in every format; also while it still runs. */
final class LeaderboardRoute {
  private final ReadOnlyStore store;
  private final SharedAnswers shared;

  LeaderboardRoute(ReadOnlyStore store, SharedAnswers shared) {
    this.store = store;
    this.shared = shared;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/leaderboard", shared.of(this::show));
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
      return store.sweepIds().stream()
          .findFirst()
          .orElseThrow(() -> ApiException.nothingYet("No sweep was submitted yet."));
    }
    SweepId id = Answers.sweepId(asked);
    if (!store.sweepIds().contains(id)) {
      throw ApiException.notFound("sweep", asked);
    }
    return id;
  }
}
