/**
 * The front of the runner process: starts it, listens to it, ends it, and keeps what it reported
 * until the coordinator has it. Knows no Akka, so that training outlives an actor system.
 *
 * <p>Start with {@link cbd.worker.runner.Slot}.
 */
@NullMarked
package cbd.worker.runner;

import org.jspecify.annotations.NullMarked;
