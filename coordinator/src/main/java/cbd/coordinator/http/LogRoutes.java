package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.PieceAnswer;
import cbd.coordinator.store.AttemptRow;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.TrialId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs of trials: at once as text, and piece by piece for whoever follows one. There is no stream
 * that stays open: a follower says in each request where it was, so that each may be answered by
 * whichever coordinator is active then.
 */
final class LogRoutes {
  /** Of which attempt a text is. */
  static final String ATTEMPT = "Cbd-Attempt";

  private static final int USUAL_LINES = 1000;
  private static final int MOST_LINES = 100_000;

  private final ReadOnlyStore store;
  private final TrialLog logs;

  LogRoutes(FrontDesk desk, ReadOnlyStore store) {
    this.store = store;
    logs = new TrialLog(store, (attempt, offset, most) -> ask(desk, attempt, offset, most));
  }

  private static PieceAnswer ask(FrontDesk desk, AttemptRow attempt, long offset, int most) {
    try {
      return desk.log(attempt.slot().worker(), attempt.lease(), offset, most)
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return new PieceAnswer.Unreachable(
            "Worker " + attempt.slot().worker() + " does not answer now.");
      }
      if (e.getCause() instanceof FrontDesk.ClosedException) {
        return new PieceAnswer.Unreachable(
            "No coordinator is active now that could ask the worker.");
      }
      throw e;
    }
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/trials/{trial}/log", this::text);
    routes.get(ApiServer.BASE + "/trials/{trial}/log/lines", this::lines);
  }

  private void text(Context ctx) {
    TrialId trial = TrialRoutes.find(ctx, store);
    Views.LogView view = tail(ctx, trial);
    if (view.attempt() == null) {
      throw ApiException.nothingYet(
          "Trial "
              + trial.brief()
              + " is "
              + view.trialState()
              + ": no attempt has begun, so there is no log yet.");
    }
    String trouble = view.trouble();
    if (trouble != null) {
      throw view.over()
          ? ApiException.gone("log", trouble)
          : ApiException.workerUnreachable(trouble);
    }
    ctx.header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header(ATTEMPT, String.valueOf(view.attempt()))
        .contentType("text/plain; charset=utf-8")
        .result(view.text());
  }

  private void lines(Context ctx) {
    TrialId trial = TrialRoutes.find(ctx, store);
    Integer attempt = attempt(ctx);
    ctx.header("Cache-Control", "no-store");
    if (ctx.queryParam("from") == null) {
      ctx.json(tail(ctx, trial));
      return;
    }
    if (attempt == null) {
      throw ApiException.badRequest("from is a place in the log of an attempt: name that too.");
    }
    long from = Answers.number(ctx, "from", 0, 0, Long.MAX_VALUE);
    ctx.json(known(trial, logs(() -> logs.after(trial, attempt, from))));
  }

  private Views.LogView tail(Context ctx, TrialId trial) {
    Integer attempt = attempt(ctx);
    int lines = (int) Answers.number(ctx, "tail", USUAL_LINES, 1, MOST_LINES);
    return known(trial, logs(() -> logs.tail(trial, attempt, lines)));
  }

  private static @Nullable Integer attempt(Context ctx) {
    return ctx.queryParam("attempt") == null
        ? null
        : Integer.valueOf((int) Answers.number(ctx, "attempt", 1, 1, Integer.MAX_VALUE));
  }

  private static Views.LogView known(TrialId trial, Optional<Views.LogView> view) {
    return view.orElseThrow(() -> ApiException.notFound("trial", trial.toString()));
  }

  private static Optional<Views.LogView> logs(Supplier<Optional<Views.LogView>> look) {
    try {
      return look.get();
    } catch (TrialLog.UnknownAttemptException e) {
      throw ApiException.unknownAttempt(String.valueOf(e.getMessage()));
    }
  }
}
