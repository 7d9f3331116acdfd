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
        new LogsCommand(),
        new ModelCommand(),
        new CurvesCommand(),
        new ExportCommand(),
        new PauseCommand(),
        new ResumeCommand(),
        new CancelCommand(),
        new RetryCommand(),
        new WorkersCommand(),
        new NotifyCommand(),
        new RebuildCommand(),
        new CordonCommand(),
        new UncordonCommand(),
        new DrainCommand(),
        new BenchCommand(),
        new ChaosCommand(),
        new CertsCommand(),
        new TokenCommand(),
        new AuditCommand());
  }
}
