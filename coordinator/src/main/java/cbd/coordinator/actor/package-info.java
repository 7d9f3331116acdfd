/**
 * The coordinator as an actor: a thin coat on the pure scheduler, a cluster singleton. It receives,
 * lets the scheduler decide, has the store write, and only then answers. Start with {@link
 * cbd.coordinator.actor.CoordinatorActor}; code outside actors talks to it through {@link
 * cbd.coordinator.actor.FrontDesk}.
 */
@NullMarked
package cbd.coordinator.actor;

import org.jspecify.annotations.NullMarked;
