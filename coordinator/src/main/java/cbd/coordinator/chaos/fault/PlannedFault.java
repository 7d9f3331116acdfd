package cbd.coordinator.chaos.fault;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param number from 1
 * @param target which of the candidates it hits: this number, modulo how many there are then
 * @param before pause after the fault before it began
 * @param lasting how long it lasts
 */
public record PlannedFault(
    int number, FaultKind kind, int target, Duration before, Duration lasting) {}
