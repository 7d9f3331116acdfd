package cbd.coordinator.http;

import cbd.coordinator.actor.FrontDesk;
import cbd.coordinator.actor.LiveView;
import cbd.coordinator.actor.Reply;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import cbd.text.Words;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what is asked for, and waits for the coordinator's word. */
final class Answers {
  private Answers() {}

  /**
   * The coordinator's answer. Request threads may wait: there are plenty, and the front desk's
   * patience bounds it.
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FrontDesk.ClosedException closed) {
        throw closed;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw ApiException.unavailable(
            "The coordinator did not answer in time. What was asked for may still happen; asking"
                + " again does no harm.");
      }
      throw e;
    }
  }

  /** What the active coordinator sees; empty when none is active here. */
  static Optional<LiveView> live(FrontDesk desk) {
    return desk.term().isEmpty() ? Optional.empty() : Optional.of(await(desk.look()));
  }

  /** Answers a cancel, retry, pause or resume. */
  static void changed(Context ctx, Reply reply, String what, Object id) {
    if (reply instanceof Reply.Changed changed) {
      ctx.json(new Views.ChangedView(changed.trials(), changed.shared()));
    } else if (reply instanceof Reply.Unavailable unavailable) {
      throw ApiException.unavailable(unavailable.why());
    } else {
      throw ApiException.notFound(what, id.toString());
    }
  }

  static SweepId sweepId(String text) {
    try {
      return new SweepId(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.notFound("sweep", text);
    }
  }

  /** A whole number among the query's parameters. */
  static long number(Context ctx, String name, long otherwise, long min, long max) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw ApiException.badRequest(
        name
            + " must be a whole number between "
            + min
            + " and "
            + max
            + ", but was '"
            + text
            + "'.");
  }

  /** A number above 0 among the query's parameters; null when it is not there. */
  static @Nullable Double positive(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw ApiException.badRequest(name + " must be a number above 0, but was '" + text + "'.");
  }

  /** A parameter that is {@code true}, {@code false} or not there, which means false. */
  static boolean flag(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null || text.equals("false")) {
      return false;
    }
    if (text.equals("true") || text.isEmpty()) {
      return true;
    }
    throw ApiException.badRequest(name + " must be true or false, but was '" + text + "'.");
  }

  /** States asked for, each as {@code state=} of its own; none: all. */
  static Set<TrialState> states(Context ctx) {
    Set<TrialState> states = EnumSet.noneOf(TrialState.class);
    for (String word : ctx.queryParams("state")) {
      states.add(
          Arrays.stream(TrialState.values())
              .filter(state -> Words.of(state).equals(word))
              .findFirst()
              .orElseThrow(() -> ApiException.badRequest(unknownState(word))));
    }
    return states;
  }

  private static String unknownState(String word) {
    return "state must be one of "
        + Arrays.stream(TrialState.values()).map(Words::of).collect(Collectors.joining(", "))
        + ", but was '"
        + word
        + "'.";
  }
}
