package cbd.coordinator.store;

import cbd.domain.Trial;
import cbd.domain.TrialResult;
import cbd.domain.TrialState;
import org.jspecify.annotations.Nullable;

/**
 * A trial of which nothing more will come by itself.
 *
 * @param state a terminal one
 * @param result with state SUCCEEDED only
 */
public record FinishedTrial(Trial trial, TrialState state, @Nullable TrialResult result) {}
