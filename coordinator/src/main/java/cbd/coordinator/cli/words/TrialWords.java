package cbd.coordinator.cli.words;

import cbd.coordinator.http.Views;
import cbd.text.Percent;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Trials in a few words, from their JSON, so that an attack or a defense that a newer coordinator
 * knows has its name here as well.
 */
public final class TrialWords {
  private TrialWords() {}

  /** {@code badnets 10% / cbd / repeat 0}. */
  public static String of(Map<String, @Nullable Object> spec) {
    return of(spec, "");
  }

  /**
   * {@code badnets 10% / cbd / t1=4 / repeat 0}.
   *
   * @param settings that tell the trial from others; may be empty
   */
  static String of(Map<String, @Nullable Object> spec, String settings) {
    String rate = "";
    if (at(spec, "attack", "poisonRate") instanceof Number share) {
      rate = " " + Percent.exactly(share) + "%";
    }
    return word(spec, "attack")
        + rate
        + " / "
        + word(spec, "defense")
        + (settings.isEmpty() ? "" : " / " + settings)
        + " / repeat "
        + spec.get("repeat");
  }

  /** {@code CA 71.2 % ASR 4.1 %}; empty without scores. */
  public static String scores(@Nullable Map<?, ?> measured) {
    Object accuracy = at(measured, "scores", "cleanAccuracy");
    Object success = at(measured, "scores", "attackSuccessRate");
    return accuracy instanceof Number ca && success instanceof Number asr
        ? "CA " + Amounts.percent(ca.doubleValue()) + "  ASR " + Amounts.percent(asr.doubleValue())
        : "";
  }

  /** {@code final 3/8}, the epoch that is being trained; {@code starting} before the first. */
  public static String epoch(Views.RunningView running) {
    Map<String, @Nullable Object> progress = running.progress();
    return progress == null
        ? "starting"
        : progress.get("phase") + " " + progress.get("epoch") + "/" + progress.get("epochs");
  }

  /** {@code final 2/8}, the epoch that was measured last; {@code started} before the first. */
  public static String measuredEpoch(Views.RunningView running) {
    Map<String, @Nullable Object> last = running.lastEpoch();
    if (last == null) {
      return "started";
    }
    Map<String, @Nullable Object> progress = running.progress();
    String epoch = last.get("phase") + " " + last.get("epoch");
    // When the next phase has begun, nobody knows any more how many epochs this one had.
    return progress != null && Objects.equals(last.get("phase"), progress.get("phase"))
        ? epoch + "/" + progress.get("epochs")
        : epoch;
  }

  private static String word(Map<String, @Nullable Object> spec, String key) {
    Object type = at(spec, key, "type");
    return String.valueOf(type == null ? spec.get(key) : type);
  }

  private static @Nullable Object at(@Nullable Map<?, ?> map, String outer, String inner) {
    return map != null && map.get(outer) instanceof Map<?, ?> nested ? nested.get(inner) : null;
  }
}
