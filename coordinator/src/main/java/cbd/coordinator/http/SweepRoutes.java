package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.actor.Reply;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.sweep.SweepFile;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import cbd.text.Words;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Planning, submitting, watching, pausing, cancelling and retrying sweeps. */
final class SweepRoutes {
  private static final String JSON = "application/json";

  /** JSON is YAML too. */
  private static final Set<String> YAML =
      Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", JSON);

  /** Those that are retried when nobody says which; early stopped ones have to be asked for. */
  private static final Set<TrialState> RETRIED = Set.of(TrialState.FAILED, TrialState.CANCELLED);

  private static final int PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  /** Sweep files that are read at once, and that wait: each of 100,000 cells takes some seconds. */
  private static final int READINGS = 2;

  private static final int WAITING = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final FrontDesk desk;
  private final ReadOnlyStore store;
  private final SharedAnswers shared;
  private final Turns readings;

  SweepRoutes(FrontDesk desk, ReadOnlyStore store, SharedAnswers shared) {
    this.desk = desk;
    this.store = store;
    this.shared = shared;
    this.readings = new Turns(READINGS, WAITING, PATIENCE);
  }

  void install(RoutesConfig routes) {
    routes.post(ApiServer.BASE + "/sweeps", this::submit);
    routes.post(ApiServer.BASE + "/plan", this::plan);
    routes.get(ApiServer.BASE + "/sweeps", shared.of(this::list));
    routes.get(ApiServer.BASE + "/sweeps/{sweep}", shared.of(this::show));
    routes.get(ApiServer.BASE + "/sweeps/{sweep}/text", this::text);
    routes.get(ApiServer.BASE + "/sweeps/{sweep}/trials", this::trials);
    routes.get(ApiServer.BASE + "/sweeps/{sweep}/curves", this::curves);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/cancel", this::cancel);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/retry", this::retry);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/pause", this::pause);
    routes.post(ApiServer.BASE + "/sweeps/{sweep}/resume", this::resume);
  }

  private void submit(Context ctx) {
    String yaml = yaml(ctx);
    Reply reply = Answers.await(readings.take(() -> desk.submit(yaml)));
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
                submitted.newTrials(),
                submitted.unfinished()));
  }

  private void plan(Context ctx) {
    String yaml = yaml(ctx);
    Double speed = Answers.positive(ctx, "imagesPerSecond");
    LiveView live = Answers.live(desk).orElse(null);
    ctx.json(readings.take(() -> SweepPlan.of(SweepFile.parse(yaml), store::states, live, speed)));
  }

  /**
   * The sweep file that was sent, in UTF-8 whatever the header says. Insists on its type, also
   * because a stranger's page cannot send that without asking first, and we say no.
   */
  private static String yaml(Context ctx) {
    // The header itself: the parsed one insists on a charset that this Java knows.
    String type = ctx.header("Content-Type");
    String bare = type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!YAML.contains(bare)) {
      throw ApiException.wrongMediaType(
          "A sweep file is sent as Content-Type: application/yaml or application/json, but was '"
              + type
              + "'.");
    }
    return SweepFile.text(ctx.bodyAsBytes());
  }

  private void list(Context ctx) {
    String after = ctx.queryParam("after");
    int limit = (int) Answers.number(ctx, "limit", Integer.MAX_VALUE, 1, LARGEST_PAGE);
    ctx.json(SweepPages.sweeps(store, after == null ? null : known(after), limit));
  }

  private void show(Context ctx) {
    SweepRow row = require(ctx);
    ctx.json(
        Showing.sweep(row, Answers.live(desk).orElse(null), store.untold(row, SweepPages.UNTOLD)));
  }

  private void text(Context ctx) {
    SweepId id = known(ctx);
    ctx.contentType("application/yaml").result(store.sweepText(id).orElseThrow());
  }

  private void trials(Context ctx) {
    SweepId id = known(ctx);
    long after = Answers.number(ctx, "after", -1, -1, Long.MAX_VALUE);
    int limit = (int) Answers.number(ctx, "limit", PAGE, 1, LARGEST_PAGE);
    ctx.json(SweepPages.trials(store, id, Answers.states(ctx), after, limit));
  }

  private void curves(Context ctx) {
    SweepId id = known(ctx);
    long after = Answers.number(ctx, "after", -1, -1, Long.MAX_VALUE);
    int limit = (int) Answers.number(ctx, "limit", PAGE, 1, PAGE);
    ctx.json(SweepPages.curves(store, id, after, limit));
  }

  private void cancel(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    Answers.changed(ctx, Answers.await(desk.cancel(id, Answers.flag(ctx, "shared"))), "sweep", id);
  }

  private void retry(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    Set<TrialState> states = Answers.states(ctx);
    if (!states.stream().allMatch(TrialState::isWithoutResult)) {
      throw ApiException.badRequest(
          "Only failed, cancelled and stopped trials can be retried, but state was "
              + states.stream().map(Words::of).toList()
              + ".");
    }
    Set<TrialState> meant = states.isEmpty() ? RETRIED : states;
    Answers.changed(ctx, Answers.await(desk.retry(id, meant)), "sweep", id);
  }

  private void pause(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    boolean finish = Answers.flag(ctx, "finish");
    boolean shared = Answers.flag(ctx, "shared");
    Answers.changed(ctx, Answers.await(desk.pause(id, finish, shared)), "sweep", id);
  }

  private void resume(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    Answers.changed(ctx, Answers.await(desk.resume(id)), "sweep", id);
  }

  private SweepId known(Context ctx) {
    return known(ctx.pathParam("sweep"));
  }

  private SweepId known(String text) {
    SweepId id = Answers.sweepId(text);
    if (!store.sweepIds().contains(id)) {
      throw ApiException.notFound("sweep", id.toString());
    }
    return id;
  }

  private SweepRow require(Context ctx) {
    SweepId id = Answers.sweepId(ctx.pathParam("sweep"));
    return store.sweep(id).orElseThrow(() -> ApiException.notFound("sweep", id.toString()));
  }
}
