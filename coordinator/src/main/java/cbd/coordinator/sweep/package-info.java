/**
 * Sweep files: text in, trials or all problems out. Pure. Start with {@link
 * cbd.coordinator.sweep.SweepFile}.
 */
@NullMarked
package cbd.coordinator.sweep;

import org.jspecify.annotations.NullMarked;
