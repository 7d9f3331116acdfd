package cbd.coordinator.schedule;

import cbd.domain.TrialState;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of what may happen to a trial.
 *
 * @param from null: the trial does not exist yet
 * @param next what the event must say follows; null for events that say nothing of it
 * @param effect in words, for the documentation
 */
record Transition(
    @Nullable TrialState from,
    Class<? extends Event> event,
    @Nullable Class<? extends Event.Next> next,
    TrialState to,
    String effect) {}
