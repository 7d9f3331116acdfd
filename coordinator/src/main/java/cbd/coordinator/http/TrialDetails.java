package cbd.coordinator.http;

import cbd.coordinator.actor.LiveView;
import cbd.coordinator.store.ReadOnlyStore;
import cbd.coordinator.store.TrialRow;
import cbd.domain.AttackPicture;
import cbd.domain.TrialId;
import cbd.domain.TrialState;
import java.util.Optional;

/** Everything a store knows of a trial. The API and the command line show the same. */
public final class TrialDetails {
  private TrialDetails() {}

  /** Empty when the store does not have the trial. */
  public static Optional<Views.TrialDetail> of(ReadOnlyStore store, TrialId id) {
    return of(store, id, Optional.empty());
  }

  /**
   * The same with what the active coordinator knows besides.
   *
   * @param live its picture
   */
  static Optional<Views.TrialDetail> of(ReadOnlyStore store, TrialId id, Optional<LiveView> live) {
    return store
        .trial(id)
        .map(
            row ->
                new Views.TrialDetail(
                    Showing.trial(row),
                    store.attempts(id).stream().map(Showing::attempt).toList(),
                    store.epochs(id).stream().map(Plain::of).toList(),
                    store.history(id).stream().map(Plain::of).toList(),
                    store.picture(id).map(TrialDetails::picture).orElse(null),
                    live.flatMap(view -> waiting(row, view)).orElse(null)));
  }

  private static Optional<String> waiting(TrialRow row, LiveView view) {
    return row.state() == TrialState.QUEUED ? view.misfit(row.resources()) : Optional.empty();
  }

  private static Views.PictureView picture(AttackPicture picture) {
    return new Views.PictureView(picture.digest(), picture.images(), picture.gain());
  }
}
