package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.actor.Reply;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.coordinator.sweep.SweepFile;
import cbd.domain.SweepId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Planning, submitting, watching, cancelling and retrying sweeps. */
final class SweepRoutes {
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml");
  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private final FrontDesk desk;
  private final ReadOnlyStore store;

  SweepRoutes(FrontDesk desk, ReadOnlyStore store) {
    this.desk = desk;
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.post(ApiServer.BASE + "/sweeps", this::submit);
    routes.post(ApiServer.BASE + "/plan", this::plan);
    routes.get(ApiServer.BASE + "/sweeps", this::list);
    routes.get(ApiServer.BASE + "/sweeps/{sweep}", this::show);
    routes.get(ApiServer.BASE + "/sweeps/{sweep}/text", this::text);
    routes.get(ApiServer.BASE + "/sweeps/{sweep}/trials", this::trials);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/cancel", this::cancel);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/retry", this::retry);
  }

  private void submit(Context ctx) {
    requireYaml(ctx);
    Reply reply = Answers.await(desk.submit(ctx.body()));
    if (reply instanceof Reply.Unavailable unavailable) {
      throw ApiException.unavailable(unavailable.why());
    }
    Reply.Submitted submitted = (Reply.Submitted) reply;
    ctx.status(submitted.created() ? HttpStatus.CREATED : HttpStatus.OK)
        .header("Location", ApiServer.BASE + "/sweeps/" + submitted.sweep())
        .json(
            new Views.SubmittedView(
                submitted.sweep().toString(),
                submitted.created(),
                submitted.trials(),
                submitted.newTrials()));
  }

  private void plan(Context ctx) {
    requireYaml(ctx);
    Double speed = Answers.positive(ctx, "imagesPerSecond");
    LiveView live = Answers.live(desk).orElse(null);
    ctx.json(SweepPlan.of(SweepFile.parse(ctx.body()), store::states, live, speed));
  }

  /** Also because a stranger's page cannot send this type without asking first, and we say no. */
  private static void requireYaml(Context ctx) {
    String type = ctx.contentType();
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!YAML.contains(bare)) {
      throw ApiException.wrongMediaType(
          "A sweep file is sent as Content-Type: application/yaml, but was '" + type + "'.");
    }
  }

  private void list(Context ctx) {
    ctx.json(
        new Views.SweepList(store.sweeps().stream().map(row -> Showing.sweep(row, null)).toList()));
  }

  private void show(Context ctx) {
    SweepRow row = require(ctx);
    ctx.json(Showing.sweep(row, Answers.live(desk).orElse(null)));
  }

  private void text(Context ctx) {
    SweepId id = require(ctx).id();
    ctx.contentType("application/yaml").result(store.sweepText(id).orElseThrow());
  }

  private void trials(Context ctx) {
    SweepId id = require(ctx).id();
    long after = Answers.number(ctx, "after", -1, -1, Long.MAX_VALUE);
    int limit = (int) Answers.number(ctx, "limit", PAGE, 1, LARGEST_PAGE);
    List<TrialRow> rows = store.trials(id, Answers.states(ctx), after, limit);
    ctx.json(
        new Views.TrialPage(
            rows.stream().map(Showing::trial).toList(),
            rows.size() < limit ? null : rows.get(rows.size() - 1).index()));
  }

  private void cancel(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    Answers.changed(ctx, Answers.await(desk.cancel(id)), "sweep", id);
  }

  private void retry(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    Answers.changed(ctx, Answers.await(desk.retry(id)), "sweep", id);
  }

  private SweepRow require(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    return store.sweep(id).orElseThrow(() -> ApiException.notFound("sweep", id.toString()));
  }
}
