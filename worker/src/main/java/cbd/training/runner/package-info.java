/**
 * The child process in which a slot's training runs, and the words it shares with the agent.
 *
 * <p>{@link cbd.training.runner.RunnerMessage} and {@link cbd.training.runner.Frames} are what the
 * agent's side imports; {@code RunnerMain} is the process.
 */
@NullMarked
package cbd.training.runner;

import org.jspecify.annotations.NullMarked;
