package cbd.coordinator;

import cbd.cli.Complaint;
import cbd.cli.Main;
import cbd.coordinator.cli.ClientCommands;
import cbd.domain.Build;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The program {@code cbd}, but for the words that the launcher gives to others: {@code worker},
 * {@code train}, {@code evaluate}, {@code replay}, {@code bench}, {@code data}, {@code show},
 * {@code completion}.
 */
@Command(
    name = "cbd",
    mixinStandardHelpOptions = true,
    versionProvider = CoordinatorMain.Version.class,
    usageHelpAutoWidth = true,
    subcommands = HelpCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Trains image classifiers on poisoned data with backdoor defenses, on one machine or many,"
          + " and ranks the results.",
      "",
      "A sweep file says which attacks, defenses and seeds to try; a coordinator splits it into"
          + " trials, workers train them, the leaderboard compares.",
      ""
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nCommands of the other programs (cbd COMMAND --help tells more):%n",
    footer = {
      "  worker       Train for a coordinator: cbd worker --join HOST:PORT",
      "  train        Train one trial without any cluster: cbd train trial.yaml",
      "  evaluate     Measure a network from its file: cbd evaluate model.safetensors",
      "  replay       Train again, compare with the stored result: cbd replay 3f9c2a10",
      "  bench        Measure: cbd bench step, cbd bench scheduler",
      "  data         Fetch and check data sets",
      "  doctor       Look whether this machine can train or coordinate: cbd doctor --device gpu:0",
      "  show         Draw an attack: cbd show attack badnets --dataset shapes",
      "  completion   Have Tab complete commands and options: source <(cbd completion bash)",
      "",
      "A cluster on one machine:",
      "  cbd coordinator &",
      "  cbd worker --join 127.0.0.1:25520 &",
      "  cbd submit examples/demo.yaml --watch"
    })
public final class CoordinatorMain {
  private CoordinatorMain() {}

  public static void main(String[] args) {
    Main.exitWith(() -> commandLine(InstantSource.system()).execute(args));
  }

  /** All commands, one line each. */
  static CommandLine commandLine(InstantSource clock) {
    CommandLine cbd = new CommandLine(new CoordinatorMain());
    cbd.addSubcommand(new CoordinatorCommand(clock));
    ClientCommands.all().forEach(cbd::addSubcommand);
    return cbd.setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Complaint::about);
  }

  /** Version and commit, as they were built. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {
        "cbd " + build.version() + " (" + build.commit() + (build.dirty() ? ", changed)" : ")")
      };
    }
  }
}
