package cbd.coordinator.store;

import cbd.domain.TrialId;

/**
 * That a trial got its result.
 *
 * @param number of the event in the history
 */
public record SuccessRow(long number, TrialId trial) {}
