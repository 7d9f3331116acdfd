package cbd.coordinator.http;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.forecast.Forecast;
import cbd.coordinator.store.AttemptRow;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import cbd.text.Words;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of the store and pictures of the coordinator as the API shows them. */
final class Showing {
  private Showing() {}

  /**
   * A sweep.
   *
   * @param live the coordinator's picture; null to leave it out
   */
  static Views.SweepView sweep(SweepRow row, @Nullable LiveView live) {
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
        live == null ? null : live(row.id(), live));
  }

  private static Views.Live live(SweepId id, LiveView view) {
    Forecast forecast = view.sweep(id).map(LiveView.Sweep::forecast).orElse(null);
    return new Views.Live(
        view.running(id).stream().map(Showing::running).toList(),
        view.workingSlots(),
        forecast == null ? null : eta(forecast));
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
        plain(running.last()));
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
        row.reason());
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
                        slot.index(), slot.device(), Words.of(slot.state()), text(slot.trial())))
            .toList());
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private static @Nullable Map<String, @Nullable Object> plain(@Nullable Record record) {
    return record == null ? null : Plain.of(record);
  }
}
