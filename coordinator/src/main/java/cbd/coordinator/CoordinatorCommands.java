package cbd.coordinator;

import cbd.cli.Program;
import java.time.InstantSource;
import picocli.CommandLine;

/** The coordinator's commands and the clients', for whoever puts all of {@code cbd} together. */
public final class CoordinatorCommands implements Program {
  @Override
  public CommandLine commandLine() {
    return CoordinatorMain.commandLine(InstantSource.system());
  }
}
