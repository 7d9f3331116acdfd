package cbd.coordinator.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an answer once for all who asked for the same before it was begun: who asks while it is
 * made gets the next one, together with everybody else who does. So an answer is never older than
 * its question, and however many ask, each thing is made by one thread at a time.
 *
 * <p>For answers alone that do not depend on who asks. Thread-safe.
 */
final class SharedAnswers {
  private static final class Made {
    private final int status;
    private final @Nullable String type;
    private final byte[] body;

    Made(int status, @Nullable String type, byte[] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }
  }

  private static final class Turn {
    private final CompletableFuture<Made> made = new CompletableFuture<>();
  }

  /** Of one path with its query: who makes its answer now, and who waits for the next. */
  private static final class Desk {
    private boolean busy;
    private int here;
    private @Nullable Turn next;
  }

  private final Map<String, Desk> desks = new HashMap<>();

  /** The same handler, but for all who ask at once. */
  Handler of(Handler handler) {
    return ctx -> answer(ctx, handler);
  }

  private void answer(Context ctx, Handler handler) throws Exception {
    String query = ctx.queryString();
    String what = ctx.path() + "?" + (query == null ? "" : query);
    Turn own = new Turn();
    Turn turn = enter(what, own);
    try {
      if (turn.equals(own)) {
        make(ctx, handler, own, what);
      } else {
        repeat(ctx, turn);
      }
    } finally {
      leave(what);
    }
  }

  /** The turn that the caller belongs to: its own, which it makes, or another's. */
  private synchronized Turn enter(String what, Turn own) {
    Desk desk = desks.computeIfAbsent(what, key -> new Desk());
    desk.here++;
    if (desk.next != null) {
      return desk.next;
    }
    desk.next = own;
    return own;
  }

  private void make(Context ctx, Handler handler, Turn turn, String what) throws Exception {
    try {
      begin(what);
      handler.handle(ctx);
      turn.made.complete(new Made(ctx.statusCode(), ctx.res().getContentType(), body(ctx)));
    } catch (Exception e) {
      turn.made.completeExceptionally(e);
      throw e;
    } finally {
      // Also after an error of the JVM: nobody must wait for ever.
      turn.made.completeExceptionally(new IllegalStateException("no answer was made"));
      end(what, turn);
    }
  }

  /** Waits for the answer before; whoever asks from now on gets a later one. */
  private synchronized void begin(String what) throws InterruptedException {
    Desk desk = require(what);
    while (desk.busy) {
      wait();
    }
    desk.busy = true;
    desk.next = null;
  }

  private synchronized void end(String what, Turn turn) {
    Desk desk = require(what);
    if (turn.equals(desk.next)) {
      desk.next = null; // It was interrupted before it began.
    } else {
      desk.busy = false;
    }
    notifyAll();
  }

  private synchronized void leave(String what) {
    Desk desk = require(what);
    desk.here--;
    if (desk.here == 0) {
      desks.remove(what);
    }
  }

  private Desk require(String what) {
    Desk desk = desks.get(what);
    if (desk == null) {
      throw new IllegalStateException("nobody is here for " + what);
    }
    return desk;
  }

  private static byte[] body(Context ctx) throws IOException {
    InputStream result = ctx.resultInputStream();
    if (result == null) {
      return new byte[0];
    }
    byte[] body = result.readAllBytes();
    ctx.result(body);
    return body;
  }

  private static void repeat(Context ctx, Turn turn) throws Exception {
    try {
      Made made = turn.made.join();
      if (made.type != null) {
        ctx.contentType(made.type);
      }
      ctx.status(made.status).result(made.body);
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
