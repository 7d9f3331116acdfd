package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The workers, whether all is well, and the metrics. */
final class ClusterRoutes {
  private final FrontDesk desk;
  private final CollectorRegistry registry;

  ClusterRoutes(FrontDesk desk, CollectorRegistry registry) {
    this.desk = desk;
    this.registry = registry;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/workers", this::workers);
    routes.get("/health", this::health);
    routes.get("/metrics", this::metrics);
  }

  private void workers(Context ctx) {
    LiveView view = Answers.await(desk.look());
    ctx.json(new Views.WorkerList(view.workers().stream().map(Showing::worker).toList()));
  }

  /** 200 when work can be taken, else 503, so that a script needs to look at the status only. */
  private void health(Context ctx) {
    Optional<LiveView> view = Answers.live(desk);
    boolean up = view.filter(LiveView::storeAvailable).isPresent();
    ctx.status(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .json(
            new Views.Health(
                up ? "up" : "degraded",
                view.isPresent(),
                term(view),
                view.map(seen -> seen.storeAvailable() ? "available" : "unavailable")
                    .orElse("unknown")));
  }

  private static @Nullable Long term(Optional<LiveView> view) {
    return view.map(LiveView::term).orElse(null);
  }

  private void metrics(Context ctx) throws IOException {
    String type = TextFormat.chooseContentType(ctx.header("Accept"));
    StringWriter text = new StringWriter();
    TextFormat.writeFormat(type, text, registry.metricFamilySamples());
    ctx.contentType(type).result(text.toString());
  }
}
