package cbd.coordinator.http;

import cbd.coordinator.store.ReadOnlyStore;
import cbd.domain.TrialId;
import java.util.Optional;

/** Everything a store knows of a trial. The API and the command line show the same. */
public final class TrialDetails {
  private TrialDetails() {}

  /** Empty when the store does not have the trial. */
  public static Optional<Views.TrialDetail> of(ReadOnlyStore store, TrialId id) {
    return store
        .trial(id)
        .map(
            row ->
                new Views.TrialDetail(
                    Showing.trial(row),
                    store.attempts(id).stream().map(Showing::attempt).toList(),
                    store.epochs(id).stream().map(Plain::of).toList(),
                    store.history(id).stream().map(Plain::of).toList()));
  }
}
