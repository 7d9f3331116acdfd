package cbd.coordinator.http;

import cbd.coordinator.store.ReadOnlyStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** What people were to be told, and were not. */
final class NoticeRoute {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final ReadOnlyStore store;

  NoticeRoute(ReadOnlyStore store) {
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/notices", this::list);
  }

  private void list(Context ctx) {
    int limit = (int) Answers.number(ctx, "limit", USUAL, 1, MOST);
    ctx.json(
        new NoticeViews.UntoldList(store.untold(limit).stream().map(Showing::untold).toList()));
  }
}
