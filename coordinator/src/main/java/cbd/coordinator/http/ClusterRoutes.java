package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.domain.Build;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether all is well, and the metrics. */
final class ClusterRoutes {
  private static final String VERSION = Build.current().version();

  private final FrontDesk desk;
  private final @Nullable Elsewhere elsewhere;
  private final Callers callers;
  private final ObjectMapper json;
  private final CollectorRegistry registry;

  /**
   * @param elsewhere where the active coordinator may be, if it is not here; null when it must be
   */
  ClusterRoutes(
      FrontDesk desk,
      @Nullable Elsewhere elsewhere,
      Callers callers,
      ObjectMapper json,
      CollectorRegistry registry) {
    this.desk = desk;
    this.elsewhere = elsewhere;
    this.callers = callers;
    this.json = json;
    this.registry = registry;
  }

  void install(RoutesConfig routes) {
    routes.get("/health", this::health);
    routes.get("/metrics", this::metrics);
  }

  /**
   * 200 when work can be taken, else 503, so that a script needs to look at the status only. Where
   * the store is, who is active and what runs here is for those who may read.
   */
  private void health(Context ctx) throws IOException {
    Context known = callers.isStranger(ctx) ? null : ctx;
    Views.Health health = isStandBy(ctx) ? healthElsewhere(known) : healthHere();
    ctx.status(health.status().equals("up") ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .json(known == null ? forStrangers(health) : health);
  }

  private static Views.Health forStrangers(Views.Health all) {
    return new Views.Health(all.status(), all.leader(), all.term(), null, null, null, null);
  }

  private boolean isStandBy(Context ctx) {
    return elsewhere != null && desk.term().isEmpty() && ctx.header(Elsewhere.PASSED_ON) == null;
  }

  private Views.Health healthHere() {
    Optional<LiveView> view = Answers.live(desk);
    boolean up = view.filter(LiveView::storeAvailable).isPresent();
    return new Views.Health(
        up ? "up" : "degraded",
        view.isPresent(),
        term(view),
        view.map(seen -> seen.storeAvailable() ? "available" : "unavailable").orElse("unknown"),
        view.map(LiveView::storeTrouble).orElse(null),
        null,
        VERSION);
  }

  /** A stand-by is as well as the active one, to which it passes on what it is asked. */
  private Views.Health healthElsewhere(@Nullable Context known) throws IOException {
    String address = elsewhere == null ? null : elsewhere.address().orElse(null);
    HttpResponse<byte[]> answer =
        elsewhere == null || address == null ? null : elsewhere.health(address, known);
    if (answer != null) {
      Views.Health theirs = json.readValue(answer.body(), Views.Health.class);
      if (theirs.leader()) {
        return new Views.Health(
            theirs.status(),
            false,
            theirs.term(),
            theirs.store(),
            theirs.storeTrouble(),
            address,
            VERSION);
      }
    }
    return new Views.Health("degraded", false, null, "unknown", null, null, VERSION);
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
