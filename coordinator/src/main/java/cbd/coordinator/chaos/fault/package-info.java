/**
 * What can go wrong, and when it will: kinds of faults, and schedules of them made from a seed. A
 * new kind is one entry in {@link cbd.coordinator.chaos.fault.FaultKinds}; start there.
 */
@NullMarked
package cbd.coordinator.chaos.fault;

import org.jspecify.annotations.NullMarked;
