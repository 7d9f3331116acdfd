package cbd.coordinator.leaderboard;

import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import org.jspecify.annotations.Nullable;

/**
 * A trial that takes part, finished or not.
 *
 * @param result with state SUCCEEDED, and with no other
 */
public record Entrant(TrialSpec spec, TrialState state, @Nullable TrialResult result) {
  public Entrant {
    if ((state == TrialState.SUCCEEDED) != (result != null)) {
      throw new IllegalArgumentException(
          "a trial has a result exactly when it succeeded, but this one is "
              + state
              + (result == null ? " without a result" : " with a result"));
    }
  }
}
