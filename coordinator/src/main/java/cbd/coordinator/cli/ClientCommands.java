package cbd.coordinator.cli;

import java.util.List;

/** All client commands, one line each, in the order of the help. */
public final class ClientCommands {
  private ClientCommands() {}

  /** Fresh ones, for one command line. */
  public static List<Object> all() {
    return List.of(
        new DemoCommand(),
        new ValidateCommand(),
        new PlanCommand(),
        new SubmitCommand(),
        new WatchCommand(),
        new StatusCommand(),
        new LeaderboardCommand(),
        new SweepsCommand(),
        new TrialsCommand(),
        new TrialCommand(),
        new CancelCommand(),
        new RetryCommand(),
        new WorkersCommand());
  }
}
