/**
 * A network that can be made to fail, one direction of one link at a time, without any privilege:
 * each member is dialled through a proxy. Start with {@link
 * cbd.coordinator.chaos.network.FaultyNetwork}.
 */
@NullMarked
package cbd.coordinator.chaos.network;

import org.jspecify.annotations.NullMarked;
