package cbd.coordinator.http;

import cbd.coordinator.access.Allowance;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Keeps one client from taking the coordinator's time from all others. */
final class RateGuard implements Handler {
  private final Allowance allowance;
  private final RequestObserver observer;

  RateGuard(Allowance allowance, RequestObserver observer) {
    this.allowance = allowance;
    this.observer = observer;
  }

  @Override
  public void handle(Context ctx) {
    if (!allowance.take(ctx.ip())) {
      observer.refused(RequestObserver.Refusal.TOO_MANY);
      throw ApiException.tooMany("Too many requests from your address; ask less often.");
    }
  }
}
