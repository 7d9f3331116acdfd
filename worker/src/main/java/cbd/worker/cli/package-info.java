/** The {@code worker} command. Start with {@link cbd.worker.cli.WorkerCommand}. */
@NullMarked
package cbd.worker.cli;

import org.jspecify.annotations.NullMarked;
