/**
 * Which trials are stopped early, because others do better: the median rule and ASHA.
 *
 * <p>Pure: no clock, no Akka, no logger. Start with {@link cbd.coordinator.stopping.EarlyStopping};
 * the rules themselves are in {@link cbd.coordinator.stopping.Contest}, what they compare in {@link
 * cbd.domain.Stopping}.
 */
@NullMarked
package cbd.coordinator.stopping;

import org.jspecify.annotations.NullMarked;
