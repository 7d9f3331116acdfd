package cbd.coordinator.cli.words;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a trial, an event a sentence, from its JSON, so that an event that a newer
 * coordinator tells of has its name here as well.
 */
public final class HistoryWords {
  private HistoryWords() {}

  /**
   * {@code Lease 41 expired: worker gpu-2 made no progress for 90 s. The trial goes back to the
   * queue as attempt 2, not before 2026-11-26T12:00:10Z.}
   */
  public static String of(Map<String, @Nullable Object> event) {
    String lease = "Lease " + event.get("lease");
    return switch (String.valueOf(event.get("type"))) {
      case "lease-granted" -> granted(event);
      case "epoch-recorded" ->
          lease
              + " measured "
              + at(event, "metrics", "phase")
              + " epoch "
              + at(event, "metrics", "epoch")
              + ".";
      case "trial-succeeded" -> lease + " brought the result. The trial has succeeded.";
      case "attempt-failed" ->
          lease
              + " failed ("
              + at(event, "outcome", "failure")
              + "): "
              + sentence(at(event, "outcome", "message"))
              + " "
              + next(event);
      case "lease-expired" ->
          lease + " expired: " + sentence(event.get("reason")) + " " + next(event);
      case "lease-returned" ->
          lease
              + " came back: "
              + sentence(event.get("reason"))
              + " The attempt does not count; the trial is queued again.";
      case "lease-revived" ->
          lease
              + " is valid again: its worker came back with attempt "
              + event.get("attempt")
              + ", and nobody else had the trial.";
      default -> byPeople(event);
    };
  }

  private static String byPeople(Map<String, @Nullable Object> event) {
    String type = String.valueOf(event.get("type"));
    return switch (type) {
      case "cooled-down" -> "The pause is over; attempt " + event.get("attempt") + " is queued.";
      case "pause-asked" ->
          Boolean.TRUE.equals(event.get("finish"))
              ? "A person wants it paused when the running attempt has ended."
              : "A person wants it paused; the running attempt is to be handed back.";
      case "trial-paused" -> "The trial is paused.";
      case "trial-resumed" -> "A person resumed it.";
      case "trial-cancelled" -> "A person cancelled it.";
      case "trial-stopped" ->
          "Stopped early after final epoch "
              + event.get("epoch")
              + ": "
              + sentence(event.get("reason"));
      case "trial-requeued" ->
          "A person queued it again, as attempt "
              + event.get("attempt")
              + " of "
              + event.get("maxAttempts")
              + ".";
      default -> type + ".";
    };
  }

  private static String granted(Map<String, @Nullable Object> event) {
    String worker = "?";
    if (event.get("lease") instanceof Map<?, ?> lease) {
      if (lease.get("slot") instanceof Map<?, ?> slot) {
        worker = slot.get("worker") + "/" + slot.get("index");
      }
      return "Lease "
          + lease.get("id")
          + " for attempt "
          + lease.get("attempt")
          + " was granted to "
          + worker
          + (event.get("beside") instanceof List<?> beside && !beside.isEmpty()
              ? ", with slots beside it that stay empty: " + beside
              : "")
          + ".";
    }
    return "A lease was granted.";
  }

  private static String next(Map<String, @Nullable Object> event) {
    Object type = at(event, "next", "type");
    if ("give-up".equals(type)) {
      return "The trial is given up: " + sentence(at(event, "next", "reason"));
    }
    long attempt = event.get("attempt") instanceof Number number ? number.longValue() : 0;
    return "The trial goes back to the queue as attempt "
        + (attempt + 1)
        + ", not before "
        + at(event, "next", "notBefore")
        + ("excused".equals(type) ? "; the lost one does not count." : ".");
  }

  private static String sentence(@Nullable Object text) {
    String words = String.valueOf(text).strip();
    return words.endsWith(".") ? words : words + ".";
  }

  private static @Nullable Object at(
      Map<String, @Nullable Object> map, String outer, String inner) {
    return map.get(outer) instanceof Map<?, ?> nested ? nested.get(inner) : null;
  }
}
