/**
 * What a sweep would take before anything of it starts: trials, shared stages, work, disk, time.
 * Pure. Start with {@link cbd.coordinator.plan.Plan}.
 */
@NullMarked
package cbd.coordinator.plan;

import org.jspecify.annotations.NullMarked;
