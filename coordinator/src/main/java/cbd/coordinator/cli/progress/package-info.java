/**
 * How a sweep's progress is told: pictures of it in, lines out. Start with {@link
 * cbd.coordinator.cli.progress.SweepWatch}.
 */
@NullMarked
package cbd.coordinator.cli.progress;

import org.jspecify.annotations.NullMarked;
