package cbd.coordinator.http;

import cbd.coordinator.store.EpochRow;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.SweepRow;
import cbd.coordinator.store.TrialRow;
import cbd.domain.SweepId;
import cbd.domain.TrialState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A sweep with its trials and their curves, page by page in grid order. */
public final class SweepPages {
  /** Notices that were given up, of which a sweep shows the latest so many. */
  static final int UNTOLD = 5;

  private SweepPages() {}

  /** A sweep that the store has, without what runs of it. */
  public static Views.SweepView sweep(ReadOnlyStore store, SweepId sweep) {
    SweepRow row = store.sweep(sweep).orElseThrow();
    return Showing.sweep(row, null, store.untold(row, UNTOLD));
  }

  /**
   * A page of sweeps, the latest first, without what runs of them.
   *
   * @param after the {@code next} of the page before; null for the first
   * @param limit at most so many, from 1
   */
  static Views.SweepList sweeps(ReadOnlyStore store, @Nullable SweepId after, int limit) {
    List<SweepRow> rows = store.sweeps(after, limit);
    String next = rows.size() < limit ? null : rows.get(rows.size() - 1).id().toString();
    return new Views.SweepList(
        rows.stream().map(row -> Showing.sweep(row, null, List.of())).toList(), next);
  }

  /**
   * A page of trials.
   *
   * @param states only trials in these; empty: all
   * @param after the {@code next} of the page before; -1 for the first
   * @param limit at most so many, from 1
   */
  public static Views.TrialPage trials(
      ReadOnlyStore store, SweepId sweep, Set<TrialState> states, long after, int limit) {
    List<TrialRow> rows = store.trials(sweep, states, after, limit);
    return new Views.TrialPage(rows.stream().map(Showing::trial).toList(), next(rows, limit));
  }

  /**
   * The curves of a page of trials; what was measured meanwhile may be among them.
   *
   * @param after the {@code next} of the page before; -1 for the first
   * @param limit of so many trials at most, from 1
   */
  public static Views.CurvePage curves(ReadOnlyStore store, SweepId sweep, long after, int limit) {
    List<TrialRow> rows = store.trials(sweep, Set.of(), after, limit);
    return new Views.CurvePage(
        rows.stream().map(row -> curve(store, row)).flatMap(Optional::stream).toList(),
        next(rows, limit));
  }

  private static Optional<Views.CurveView> curve(ReadOnlyStore store, TrialRow row) {
    if (row.measuredAttempt() == null) {
      return Optional.empty();
    }
    List<EpochRow> epochs = store.epochs(row.trial().id());
    int latest = epochs.get(epochs.size() - 1).attempt();
    return Optional.of(
        new Views.CurveView(
            row.trial().id().toString(),
            row.index(),
            Plain.of(row.trial().spec()),
            latest,
            epochs.stream()
                .filter(epoch -> epoch.attempt() == latest)
                .map(epoch -> Plain.of(epoch.metrics()))
                .toList()));
  }

  private static @Nullable Long next(List<TrialRow> rows, int limit) {
    return rows.size() < limit ? null : (Long) rows.get(rows.size() - 1).index();
  }
}
