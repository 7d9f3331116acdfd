/**
 * The program of the coordinator and of all commands that talk to one. {@link
 * cbd.coordinator.CoordinatorMain} lists the commands; {@link cbd.coordinator.CoordinatorProcess}
 * puts a coordinator together, and reads as its architecture.
 */
@NullMarked
package cbd.coordinator;

import org.jspecify.annotations.NullMarked;
