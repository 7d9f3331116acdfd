package cbd.worker.cli;

import cbd.cli.Program;
import java.time.InstantSource;
import picocli.CommandLine;

/** The worker's commands, for whoever puts all of {@code cbd} together. */
public final class WorkerCommands implements Program {
  @Override
  public CommandLine commandLine() {
    return CbdCommand.all(InstantSource.system());
  }
}
