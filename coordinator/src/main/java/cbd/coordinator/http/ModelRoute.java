package cbd.coordinator.http;

import cbd.coordinator.model.ModelAnswer;
import cbd.coordinator.model.ModelCollector;
import cbd.coordinator.model.ModelName;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.Phase;
import cbd.domain.TrialId;
import cbd.domain.TrialResult;
import cbd.text.Words;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Downloads of the networks that trials have trained, as safetensors files. One that is not with
 * the coordinator yet is fetched first, and only sent when it is whole and has the digest that the
 * trial's result names.
 */
final class ModelRoute {
  /** What ends each path that answers with a file. */
  static final String NAME = "/model";

  /** Each holds a thread, for as long as a slow client or a slow worker takes. */
  static final int MOST_AT_ONCE = 16;

  /** Less than a stand-by waits for the answer's beginning. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final ReadOnlyStore store;
  private final ModelCollector models;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

  ModelRoute(ReadOnlyStore store, ModelCollector models) {
    this.store = store;
    this.models = models;
  }

  void install(RoutesConfig routes) {
    routes.get(ApiServer.BASE + "/trials/{trial}" + NAME, this::send);
  }

  private void send(Context ctx) {
    ModelName name = name(ctx);
    String tag = '"' + name.sha256() + '"';
    if (tag.equals(ctx.header("If-None-Match"))) {
      keepUnder(tag, ctx);
      ctx.status(304);
      return;
    }
    if (!turns.tryAcquire()) {
      throw tooMany();
    }
    boolean sending = false;
    try {
      send(ctx, name, here(models.ask(name, PATIENCE)));
      keepUnder(tag, ctx);
      sending = true;
    } catch (NoSuchFileException e) {
      throw ApiException.unavailable("The model had to make room for others just now; ask again.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!sending) {
        turns.release();
      }
    }
  }

  /** For whom there is no thread left. */
  static ApiException tooMany() {
    return ApiException.tooMany(
        "More than " + MOST_AT_ONCE + " models are being downloaded; try again in a while.");
  }

  /** For an answer that is the file, and never for a refusal. */
  private static void keepUnder(String tag, Context ctx) {
    ctx.header("ETag", tag).header("Cache-Control", "private, no-cache");
  }

  private ModelName name(Context ctx) {
    TrialId trial = TrialRoutes.find(ctx, store);
    Phase network = network(ctx);
    TrialRow row =
        store.trial(trial).orElseThrow(() -> ApiException.notFound("trial", trial.toString()));
    TrialResult result = row.result();
    if (result == null) {
      throw ApiException.nothingYet(
          "Trial "
              + trial.brief()
              + " is "
              + Words.of(row.state())
              + ": only one that succeeded has a model.");
    }
    return ModelName.of(trial, result, network)
        .orElseThrow(
            () ->
                ApiException.noModel(
                    "Trial "
                        + trial.brief()
                        + " has kept no "
                        + Words.of(network)
                        + " network: "
                        + (network == Phase.FINAL
                            ? "its worker keeps none (--keep-models 0), or could not write it."
                            : "its defense trains none, or its worker does not keep it"
                                + " (--keep-backdoored does).")));
  }

  private static Phase network(Context ctx) {
    String word = Optional.ofNullable(ctx.queryParam("network")).orElse(Words.of(Phase.FINAL));
    for (Phase network : new Phase[] {Phase.FINAL, Phase.BACKDOORED}) {
      if (Words.of(network).equals(word)) {
        return network;
      }
    }
    throw ApiException.badRequest("network must be final or backdoored, but was '" + word + "'.");
  }

  private static Path here(ModelAnswer answer) {
    if (answer instanceof ModelAnswer.Here here) {
      return here.file();
    } else if (answer instanceof ModelAnswer.OnItsWay coming) {
      throw ApiException.unavailable(coming.why() + " Ask again in a while.");
    } else if (answer instanceof ModelAnswer.Unreachable away) {
      throw ApiException.workerUnreachable(away.why());
    } else if (answer instanceof ModelAnswer.NoRoom full) {
      throw ApiException.noRoom(full.why());
    }
    throw ApiException.gone("model", ((ModelAnswer.Gone) answer).why());
  }

  private void send(Context ctx, ModelName name, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      long size = channel.size();
      ByteRange part = part(ctx, name, size);
      ctx.header("Accept-Ranges", "bytes")
          .header("Content-Disposition", "attachment; filename=\"" + name.title() + '"')
          .header("X-Content-Type-Options", "nosniff")
          .contentType("application/octet-stream")
          .disableCompression();
      ctx.res().setContentLengthLong(part.length());
      ctx.result(new FilePart(channel, part, turns::release));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** What of the file is meant; says it in the answer's head unless it is the whole. */
  private static ByteRange part(Context ctx, ModelName name, long size) {
    String condition = ctx.header("If-Range");
    boolean same = condition == null || condition.equals('"' + name.sha256() + '"');
    Optional<ByteRange> part = same ? ByteRange.parse(ctx.header("Range"), size) : Optional.empty();
    if (part.isEmpty()) {
      return new ByteRange(0, size);
    }
    if (part.get().length() == 0) {
      ctx.header("Content-Range", "bytes */" + size);
      throw ApiException.noSuchRange("The file has " + size + " bytes; none of that range.");
    }
    ctx.status(206).header("Content-Range", part.get().of(size));
    return part.get();
  }
}
