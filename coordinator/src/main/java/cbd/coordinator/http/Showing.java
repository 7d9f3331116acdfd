package cbd.coordinator.http;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.store.AttemptRow;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.coordinator.store.UntoldRow;
import cbd.domain.Repeats;
import cbd.domain.Resources;
import cbd.domain.Stopping;
import cbd.domain.SweepId;
import cbd.text.Words;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of the store and pictures of the coordinator as the API shows them. */
final class Showing {
  private Showing() {}

  /**
   * A sweep.
   *
   * @param live the coordinator's picture; null to leave it out
   * @param untold what people were not told of it
   */
  static Views.SweepView sweep(SweepRow row, @Nullable LiveView live, List<UntoldRow> untold) {
    Map<String, Long> trials = new TreeMap<>();
    row.trials().forEach((state, count) -> trials.put(Words.of(state), count));
    return new Views.SweepView(
        row.id().toString(),
        row.name(),
        row.acceptedAt().toString(),
        row.maxAttempts(),
        trials,
        row.size(),
        row.done(),
        row.terms().priority(),
        row.terms().labels(),
        row.terms().notes(),
        repeats(row.terms().repeats()),
        stopping(row.terms().stopping()),
        resources(row.terms().resources()),
        live == null ? null : live(row.id(), live),
        untold.stream().map(Showing::untold).toList());
  }

  /** A notice that was given up. */
  static NoticeViews.UntoldView untold(UntoldRow row) {
    SweepId sweep = row.notice().sweep();
    return new NoticeViews.UntoldView(
        row.notice().id(),
        row.notice().kind(),
        sweep == null ? null : sweep.toString(),
        row.notice().at().toString(),
        row.notice().subject(),
        row.channel(),
        row.tries(),
        row.reason(),
        row.givenUpAt().toString());
  }

  private static Views.@Nullable RepeatsView repeats(Repeats repeats) {
    return repeats instanceof Repeats.Until until
        ? new Views.RepeatsView(until.min(), until.max(), until.ci95())
        : null;
  }

  /** What a trial takes; null when any slot will do. */
  static Views.@Nullable ResourcesView resources(Resources needs) {
    return needs.isModest() ? null : new Views.ResourcesView(needs.slots(), needs.memory());
  }

  /** A rule; null when no trial is stopped early. */
  static Views.@Nullable StoppingView stopping(Stopping rule) {
    if (rule instanceof Stopping.Median median) {
      return new Views.StoppingView(
          Words.of(Stopping.Median.class), median.asrBelow(), median.grace(), median.peers(), null);
    }
    return rule instanceof Stopping.Asha asha
        ? new Views.StoppingView(
            Words.of(Stopping.Asha.class), asha.asrBelow(), asha.grace(), null, asha.eta())
        : null;
  }

  /** A sweep's progress as the active coordinator has it in mind. */
  static Views.SweepProgress sweep(LiveView.Sweep sweep, LiveView view) {
    Map<String, Integer> trials = new TreeMap<>();
    sweep.trials().forEach((state, count) -> trials.put(Words.of(state), count));
    return new Views.SweepProgress(
        sweep.id().toString(), sweep.name(), trials, live(sweep.id(), view));
  }

  private static Views.Live live(SweepId id, LiveView view) {
    Optional<LiveView.Sweep> sweep = view.sweep(id);
    Forecast forecast = sweep.map(LiveView.Sweep::forecast).orElse(null);
    String misfit = sweep.map(LiveView.Sweep::misfit).orElse(null);
    return new Views.Live(
        view.running(id).stream().map(Showing::running).toList(),
        view.workingSlots(),
        forecast == null || misfit != null ? null : eta(forecast),
        view.storeTrouble(),
        misfit);
  }

  static Views.Eta eta(Forecast forecast) {
    return new Views.Eta(
        seconds(forecast.expected()), seconds(forecast.low()), seconds(forecast.high()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  static Views.RunningView running(LiveView.Running running) {
    return new Views.RunningView(
        running.trial().toString(),
        Plain.of(running.spec()),
        running.attempt(),
        running.maxAttempts(),
        running.lease().value(),
        running.slot().toString(),
        text(running.since()),
        running.leaseExpires().toString(),
        plain(running.progress()),
        plain(running.last()),
        running.pausing());
  }

  static Views.TrialView trial(TrialRow row) {
    return new Views.TrialView(
        row.trial().id().toString(),
        row.index(),
        Words.of(row.state()),
        row.attempt(),
        row.maxAttempts(),
        text(row.slot()),
        row.updatedAt().toString(),
        Plain.of(row.trial().spec()),
        plain(row.lastEpoch()),
        row.measuredAttempt(),
        plain(row.result()),
        row.reason(),
        resources(row.resources()));
  }

  static Views.AttemptView attempt(AttemptRow row) {
    return new Views.AttemptView(
        row.attempt(),
        row.lease().value(),
        row.slot().toString(),
        Words.of(row.state()),
        row.grantedAt().toString(),
        text(row.endedAt()),
        row.failure() == null ? null : Words.of(row.failure()),
        row.message(),
        row.detail());
  }

  static Views.WorkerView worker(LiveView.Worker worker) {
    return new Views.WorkerView(
        worker.id().toString(),
        worker.host(),
        worker.version(),
        worker.lost(),
        worker.lastHeard().toString(),
        worker.slots().stream()
            .map(
                slot ->
                    new Views.SlotView(
                        slot.index(),
                        slot.device(),
                        slot.memory() == 0 ? null : (Long) slot.memory(),
                        Words.of(slot.state()),
                        text(slot.trial()),
                        slot.beside(),
                        slot.reason()))
            .toList(),
        worker.hold(),
        worker.reason());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable Map<String, @Nullable Object> plain(@Nullable Record record) {
    return record == null ? null : Plain.of(record);
  }
}
