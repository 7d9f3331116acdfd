package cbd.coordinator.chaos;

import cbd.coordinator.chaos.fault.PlannedFault;
import java.time.Instant;

/**
 * A fault that happened.
 *
 * @param victim the member that was hit
 * @param ended when the harm was taken back; the victim may have needed longer
 */
record InjectedFault(PlannedFault planned, String victim, Instant began, Instant ended) {}
