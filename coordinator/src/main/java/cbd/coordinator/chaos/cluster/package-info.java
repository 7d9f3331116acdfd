/**
 * A cluster of real processes that may be hurt: each can be signalled, starved and cut off by
 * itself. Start with {@link cbd.coordinator.chaos.cluster.LocalCluster}.
 */
@NullMarked
package cbd.coordinator.chaos.cluster;

import org.jspecify.annotations.NullMarked;
