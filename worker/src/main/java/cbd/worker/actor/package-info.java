/**
 * The worker's voice in the cluster: actors that register it, take its work and deliver its
 * reports. They own nothing that must survive them: slots and runners live outside.
 *
 * <p>Start with {@link cbd.worker.actor.Agent}, which makes actor systems as long as the worker
 * lives; {@link cbd.worker.actor.WorkerAgent} is the first actor in each.
 */
@NullMarked
package cbd.worker.actor;

import org.jspecify.annotations.NullMarked;
