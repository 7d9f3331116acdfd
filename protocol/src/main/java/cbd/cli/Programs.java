package cbd.cli;

import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All that can follow the name {@code cbd}, whichever program takes it. */
public final class Programs {
  private Programs() {}

  /** Below which the commands of all programs stand. */
  @Command(name = "cbd", mixinStandardHelpOptions = true)
  static final class Cbd {}

  /**
   * The commands of all programs on the class path, put together; those that several have, such as
   * {@code bench}, with the commands of each.
   */
  public static CommandLine all() {
    CommandLine all = new CommandLine(new Cbd());
    all.addSubcommand(new CompletionCommand());
    ServiceLoader.load(Program.class).forEach(program -> merge(all, program.commandLine()));
    return all.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complaint::about);
  }

  private static void merge(CommandLine into, CommandLine from) {
    from.getSubcommands()
        .forEach(
            (name, command) -> {
              CommandLine there = into.getSubcommands().get(name);
              if (there == null) {
                into.addSubcommand(name, command);
              } else {
                // One program may hide what another one shows.
                boolean hidden =
                    there.getCommandSpec().usageMessage().hidden()
                        && command.getCommandSpec().usageMessage().hidden();
                there.getCommandSpec().usageMessage().hidden(hidden);
                merge(there, command);
              }
            });
  }
}
