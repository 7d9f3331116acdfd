package cbd.coordinator.cli;

import cbd.coordinator.http.NoticeViews;
import cbd.coordinator.http.Views;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a coordinator may answer. */
public final class Pictures {
  public static final String SWEEP = "demo-3f9c2a10";

  private static final List<String> STATES =
      List.of(
          "queued",
          "leased",
          "cooling-down",
          "paused",
          "succeeded",
          "failed",
          "cancelled",
          "stopped");

  private Pictures() {}

  /** A sweep with what runs of it, and with so many trials in each state: {@code failed=1}. */
  public static Views.SweepView sweep(List<Views.RunningView> running, String... counts) {
    return sweep(new Views.Live(running, 2, null), counts);
  }

  public static Views.SweepView sweep(Views.@Nullable Live live, String... counts) {
    Map<String, Long> trials = new TreeMap<>();
    STATES.forEach(state -> trials.put(state, 0L));
    for (String count : counts) {
      String[] parts = count.split("=", -1);
      trials.put(parts[0], Long.valueOf(parts[1]));
    }
    long size = trials.values().stream().mapToLong(Long::longValue).sum();
    long done =
        trials.get("succeeded")
            + trials.get("failed")
            + trials.get("cancelled")
            + trials.get("stopped");
    return new Views.SweepView(
        SWEEP,
        "demo",
        "2026-11-23T04:00:00Z",
        3,
        trials,
        size,
        done,
        0,
        List.of(),
        "",
        null,
        null,
        null,
        live,
        List.of());
  }

  /** The same sweep with a notice that was given up. */
  static Views.SweepView untold(Views.SweepView sweep, NoticeViews.UntoldView untold) {
    return new Views.SweepView(
        sweep.id(),
        sweep.name(),
        sweep.acceptedAt(),
        sweep.maxAttempts(),
        sweep.trials(),
        sweep.size(),
        sweep.done(),
        sweep.priority(),
        sweep.labels(),
        sweep.notes(),
        sweep.repeats(),
        sweep.stopping(),
        sweep.resources(),
        sweep.live(),
        List.of(untold));
  }

  /** The first attempt at a trial under way. */
  public static Views.RunningView running(String trial, @Nullable Integer measuredEpoch) {
    return new Views.RunningView(
        trial,
        spec(),
        1,
        3,
        7,
        "worker-1/0",
        null,
        "2026-11-23T04:01:30Z",
        Map.of("phase", "final", "epoch", 3, "epochs", 8, "done", 0.4),
        measuredEpoch == null
            ? null
            : Map.of("phase", "final", "epoch", measuredEpoch, "scores", scores()),
        false);
  }

  /** A trial; with state succeeded it has a result. */
  public static Views.TrialView trial(String id, String state, @Nullable String reason) {
    return new Views.TrialView(
        id,
        0,
        state,
        1,
        3,
        null,
        "2026-11-23T04:00:00Z",
        spec(),
        null,
        null,
        state.equals("succeeded") ? Map.of("scores", scores(), "seconds", 75.4) : null,
        reason,
        null);
  }

  /** A trial without a result of which an epoch of some attempt was measured. */
  public static Views.TrialView measured(String id, String state, int attempt, int measured) {
    return new Views.TrialView(
        id,
        0,
        state,
        attempt,
        3,
        null,
        "2026-11-23T04:00:00Z",
        spec(),
        Map.of("phase", "final", "epoch", 2, "scores", scores()),
        measured,
        null,
        null,
        null);
  }

  public static Map<String, @Nullable Object> spec() {
    Map<String, @Nullable Object> spec = new LinkedHashMap<>();
    spec.put("dataset", "shapes");
    spec.put("attack", Map.of("type", "badnets", "poisonRate", 0.1));
    spec.put("defense", Map.of("type", "cbd", "t1", 3));
    spec.put("repeat", 0);
    return spec;
  }

  private static Map<String, Object> scores() {
    return Map.of("cleanAccuracy", 0.9123, "attackSuccessRate", 0.0412, "robustAccuracy", 0.8);
  }

  /** Thirty-two hexadecimal digits that begin with these. */
  public static String id(String digits) {
    char[] rest = new char[32 - digits.length()];
    Arrays.fill(rest, '0');
    return digits + new String(rest);
  }
}
