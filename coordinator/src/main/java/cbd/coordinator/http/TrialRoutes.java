package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.TrialId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** Looking at, pausing, cancelling and retrying single trials. */
final class TrialRoutes {
  private final FrontDesk desk;
  private final ReadOnlyStore store;

  TrialRoutes(FrontDesk desk, ReadOnlyStore store) {
    this.desk = desk;
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/trials/{trial}", this::show);
    routes.post(ApiServer.BASE + "/trials/{trial}/cancel", this::cancel);
    routes.post(ApiServer.BASE + "/trials/{trial}/retry", this::retry);
    routes.post(ApiServer.BASE + "/trials/{trial}/pause", this::pause);
    routes.post(ApiServer.BASE + "/trials/{trial}/resume", this::resume);
  }

  private void show(Context ctx) {
    TrialId id = find(ctx);
    ctx.json(
        TrialDetails.of(store, id, Answers.live(desk))
            .orElseThrow(() -> ApiException.notFound("trial", id.toString())));
  }

  private void cancel(Context ctx) {
    TrialId id = find(ctx);
    Answers.changed(ctx, Answers.await(desk.cancel(id)), "trial", id);
  }

  private void retry(Context ctx) {
    TrialId id = find(ctx);
    Answers.changed(ctx, Answers.await(desk.retry(id)), "trial", id);
  }

  private void pause(Context ctx) {
    TrialId id = find(ctx);
    boolean finish = Answers.flag(ctx, "finish");
    Answers.changed(ctx, Answers.await(desk.pause(id, finish)), "trial", id);
  }

  private void resume(Context ctx) {
    TrialId id = find(ctx);
    Answers.changed(ctx, Answers.await(desk.resume(id)), "trial", id);
  }

  private TrialId find(Context ctx) {
    return find(ctx, store);
  }

  /**
   * The one trial that a path's digits begin.
   *
   * @throws ApiException when there is none, or more than one
   */
  static TrialId find(Context ctx, ReadOnlyStore store) {
    String digits = ctx.pathParam("trial");
    if (!TrialId.isBeginning(digits)) {
      throw ApiException.notFound("trial", digits);
    }
    List<TrialId> found = store.trialsStartingWith(digits);
    if (found.size() > 1) {
      throw ApiException.badRequest(
          "More than one trial begins with '" + digits + "': " + found + "; give more digits.");
    }
    return found.stream().findFirst().orElseThrow(() -> ApiException.notFound("trial", digits));
  }
}
