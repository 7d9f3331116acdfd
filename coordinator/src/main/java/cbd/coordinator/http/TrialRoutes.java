package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.TrialId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** Looking at, cancelling and retrying single trials. */
final class TrialRoutes {
  /** An id, or enough of its first digits. */
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{4,32}");

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
  }

  private void show(Context ctx) {
    TrialId id = find(ctx);
    ctx.json(
        TrialDetails.of(store, id)
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

  private TrialId find(Context ctx) {
    String digits = ctx.pathParam("trial");
    if (!DIGITS.matcher(digits).matches()) {
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
