package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.actor.Reply;
import cbd.domain.WorkerId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** Looking at workers, taking them out of service and putting them back. */
final class WorkerRoutes {
  private final FrontDesk desk;
  private final SharedAnswers shared;

  WorkerRoutes(FrontDesk desk, SharedAnswers shared) {
    this.desk = desk;
    this.shared = shared;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/workers", shared.of(this::list));
    routes.post(ApiServer.BASE + "/workers/{worker}/cordon", this::cordon);
    routes.post(ApiServer.BASE + "/workers/{worker}/uncordon", this::uncordon);
    routes.post(ApiServer.BASE + "/workers/{worker}/drain", this::drain);
  }

  private void list(Context ctx) {
    LiveView view = Answers.await(desk.look());
    ctx.json(new Views.WorkerList(view.workers().stream().map(Showing::worker).toList()));
  }

  private void cordon(Context ctx) {
    WorkerId worker = worker(ctx);
    answer(ctx, worker, Answers.await(desk.cordon(worker)));
  }

  private void uncordon(Context ctx) {
    WorkerId worker = worker(ctx);
    boolean all = ctx.queryParam("slot") == null;
    Integer slot = all ? null : (Integer) (int) Answers.number(ctx, "slot", 0, 0, 255);
    answer(ctx, worker, Answers.await(desk.uncordon(worker, slot)));
  }

  private void drain(Context ctx) {
    WorkerId worker = worker(ctx);
    boolean now = Answers.flag(ctx, "now");
    boolean stop = Answers.flag(ctx, "stop");
    answer(ctx, worker, Answers.await(desk.drain(worker, now, stop)));
  }

  private static WorkerId worker(Context ctx) {
    String name = ctx.pathParam("worker");
    try {
      return new WorkerId(name);
    } catch (IllegalArgumentException e) {
      throw ApiException.notFound("worker", name);
    }
  }

  private static void answer(Context ctx, WorkerId worker, Reply reply) {
    if (reply instanceof Reply.Steered steered) {
      ctx.json(new Views.SteeredView(worker.value(), steered.changed(), steered.running()));
    } else if (reply instanceof Reply.Unavailable unavailable) {
      throw ApiException.unavailable(unavailable.why());
    } else {
      throw ApiException.notFound("worker", worker.value());
    }
  }
}
