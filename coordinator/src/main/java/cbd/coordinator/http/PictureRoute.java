package cbd.coordinator.http;

import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.AttackPicture;
import cbd.domain.TrialId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/**
 * What a trial's attack does to test images. The file came from a worker: a browser is told to take
 * it for a picture, whatever it may hold.
 */
final class PictureRoute {
  private final ReadOnlyStore store;

  PictureRoute(ReadOnlyStore store) {
    this.store = store;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/trials/{trial}/pictures", this::show);
  }

  private void show(Context ctx) {
    TrialId trial = TrialRoutes.find(ctx, store);
    AttackPicture picture =
        store
            .picture(trial)
            .orElseThrow(
                () ->
                    ApiException.nothingYet(
                        "Trial "
                            + trial.brief()
                            + " has no pictures: no attempt of it has poisoned its images yet, or"
                            + " they had to make room for newer ones."));
    String tag = '"' + picture.digest() + '"';
    // Asked for again each time, as another attempt may bring another one, but sent once only.
    ctx.header("ETag", tag)
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; sandbox");
    if (tag.equals(ctx.header("If-None-Match"))) {
      ctx.status(304);
      return;
    }
    ctx.contentType("image/png").result(picture.bytes());
  }
}
