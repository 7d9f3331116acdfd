package cbd.training.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd show}: what a person can judge with their own eyes. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Draws pictures of what a trial would do.")
public final class ShowCommand implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  public ShowCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to show: cbd show attack badnets --dataset shapes");
  }
}
