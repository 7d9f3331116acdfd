package cbd.coordinator.cli;

import cbd.coordinator.cli.words.Amounts;
import cbd.coordinator.cli.words.ResourceWords;
import cbd.coordinator.cli.words.Table;
import cbd.coordinator.http.PlanViews;
import cbd.coordinator.http.Views;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan in words. */
final class PlanWords {
  private static final List<String> STATES =
      List.of("succeeded", "failed", "cancelled", "stopped", "leased", "queued", "cooling-down");

  private PlanWords() {}

  /**
   * A line per subject.
   *
   * @param source who says what is known already, or why nobody does
   */
  static List<String> lines(PlanViews.PlanView plan, String source) {
    Table table = new Table();
    table.row("  trials", trials(plan));
    table.row("  known", known(plan, source));
    table.row("  shared stages", shared(plan.shared()));
    table.row("  work", work(plan));
    table.row("  speed", speed(plan.work()));
    table.row("  device time", deviceTime(plan));
    table.row("  disk", disk(plan.disk()));
    if (plan.resources() != null) {
      table.row("  each takes", ResourceWords.of(plan.resources()));
    }
    table.row("  done in", done(plan));
    String head = "sweep " + plan.sweep() + "; nothing of it was started";
    return Stream.concat(Stream.of(head), table.lines().stream()).toList();
  }

  private static String trials(PlanViews.PlanView plan) {
    String cells =
        plan.cells() == plan.trials() ? "" : " in " + Amounts.count(plan.cells(), "cell");
    Integer most = plan.mostTrials();
    String growth =
        most == null ? "" : "; at most " + number(most) + " trials, where cells stay uncertain";
    return Amounts.count(plan.trials(), "trial")
        + cells
        + ", "
        + number(plan.left())
        + " to train"
        + growth;
  }

  private static String known(PlanViews.PlanView plan, String source) {
    Map<String, Integer> known = plan.known();
    if (known == null) {
      return source;
    }
    int all = known.values().stream().mapToInt(Integer::intValue).sum();
    String states =
        STATES.stream()
            .filter(state -> known.getOrDefault(state, 0) > 0)
            .map(state -> number(known.getOrDefault(state, 0)) + " " + state)
            .collect(Collectors.joining(", "));
    return (all == 0 ? "none of them" : states) + ", " + source;
  }

  private static String shared(PlanViews.SharedView shared) {
    String generators =
        shared.generators() == 0 ? "" : Amounts.count(shared.generators(), "generator") + ", ";
    return generators
        + Amounts.count(shared.poisonedSets(), "poisoned set")
        + ", "
        + Amounts.count(shared.backdooredModels(), "backdoored model")
        + (shared.sharers() == 0 ? "" : " for " + Amounts.count(shared.sharers(), "trial"))
        + "; each is built once on a machine";
  }

  private static String work(PlanViews.PlanView plan) {
    String assumed =
        plan.sizesAssumed() ? "; a folder of pictures is taken to be of ImageNet's size" : "";
    return String.format(
        Locale.ROOT,
        "%.2e forward passes of an image (a training step is three), %.2e multiply-adds%s",
        plan.work().forwardPasses(),
        plan.work().multiplyAdds(),
        assumed);
  }

  private static String speed(PlanViews.WorkView work) {
    String of = number(Math.round(work.imagesPerSecond())) + " images/s of plain wrn-16-1 per slot";
    return switch (work.source()) {
      case "observed" -> of + ", as observed";
      case "given" -> of + ", as given";
      default ->
          of + ": one core of a server, a rough figure that nobody measured here; see --speed";
    };
  }

  private static String deviceTime(PlanViews.PlanView plan) {
    PlanViews.WorkView work = plan.work();
    String most = plan.stopping() == null ? "" : "at most ";
    String low = time(work.lowDeviceHours());
    String high = time(work.highDeviceHours());
    return most
        + time(work.deviceHours())
        + " of one device"
        + (low.equals(high) ? "" : " (" + low + " to " + high + ")")
        + (plan.stopping() == null
            ? ""
            : "; less by what the rule " + plan.stopping().rule() + " stops early");
  }

  private static String time(double hours) {
    return hours < 1
        ? Amounts.seconds(3600 * hours)
        : String.format(Locale.ROOT, hours < 9.95 ? "%,.1f hours" : "%,.0f hours", hours);
  }

  private static String disk(PlanViews.DiskView disk) {
    return "store of the coordinator "
        + Amounts.bytes(disk.storeBytes())
        + ", shared stages on each worker up to "
        + Amounts.bytes(disk.stageBytes())
        + (disk.modelBytes() == 0
            ? ""
            : ", kept networks up to " + Amounts.bytes(disk.modelBytes()) + " (the newest 200)")
        + "; checkpoints aside";
  }

  private static String done(PlanViews.PlanView plan) {
    Integer slots = plan.slots();
    Views.Eta eta = plan.eta();
    if (plan.left() == 0) {
      return "no time: nothing is left to train";
    }
    if (slots == null) {
      return "nobody can tell: no coordinator in office answers";
    }
    if (slots == 0) {
      return "nobody can tell: no worker is there";
    }
    if (plan.misfit() != null) {
      return "never, with the workers that are there: " + plan.misfit();
    }
    return eta == null
        ? "nobody can tell yet"
        : String.format(
            Locale.ROOT,
            "about %s (%s to %s) with the %s now, what is queued already included",
            Amounts.seconds(eta.seconds()),
            Amounts.seconds(eta.lowSeconds()),
            Amounts.seconds(eta.highSeconds()),
            slots == 1 ? "one slot that is there" : slots + " slots that are there");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
