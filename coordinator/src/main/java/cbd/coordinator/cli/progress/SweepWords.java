package cbd.coordinator.cli.progress;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.http.Views;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sweep's progress in words. */
public final class SweepWords {
  private SweepWords() {}

  /**
   * {@code 2/4 trials done, 1 failed, 2 running, 1 queued, about 1 min 5 s left (50 s to 2 min)};
   * when nobody is there to train, that.
   */
  public static String progress(Views.SweepView sweep) {
    List<String> parts = new ArrayList<>();
    parts.add(sweep.done() + "/" + Amounts.count(sweep.size(), "trial") + " done");
    add(parts, sweep, "failed", "failed");
    add(parts, sweep, "cancelled", "cancelled");
    add(parts, sweep, "stopped", "stopped early");
    add(parts, sweep, "leased", "running");
    add(parts, sweep, "cooling-down", "waiting to be tried again");
    add(parts, sweep, "paused", "paused");
    add(parts, sweep, "queued", "queued");
    Views.Eta eta = eta(sweep);
    if (eta != null) {
      String low = Amounts.seconds(eta.lowSeconds());
      String high = Amounts.seconds(eta.highSeconds());
      String range = low.equals(high) ? "" : " (" + low + " to " + high + ")";
      parts.add("about " + Amounts.seconds(eta.seconds()) + " left" + range);
    }
    if (isUnattended(sweep)) {
      parts.add(
          sweep.live() != null && !sweep.live().running().isEmpty()
              ? "their workers are not back yet; they come by themselves, and train on meanwhile"
              : "no worker is there that takes work (start one: cbd worker --join HOST:PORT; cbd workers"
                  + " lists those that do not)");
    }
    Views.Live live = sweep.live();
    if (live != null && live.waiting() != null && !isUnattended(sweep)) {
      parts.add("some wait in vain: " + live.waiting());
    }
    return String.join(", ", parts);
  }

  private static void add(
      List<String> parts, Views.SweepView sweep, String state, String participle) {
    long count = sweep.trials().getOrDefault(state, 0L);
    if (count > 0) {
      parts.add(count + " " + participle);
    }
  }

  /** Whether there is work and nobody to do it. */
  static boolean isUnattended(Views.SweepView sweep) {
    long paused = sweep.trials().getOrDefault("paused", 0L);
    return sweep.live() != null
        && sweep.live().slots() == 0
        && sweep.done() + paused < sweep.size();
  }

  static Views.@Nullable Eta eta(Views.SweepView sweep) {
    return sweep.live() == null ? null : sweep.live().eta();
  }
}
