package cbd.coordinator;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd coordinator}: what can be said on the command line, and what is wrong with it. */
@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    versionProvider = CoordinatorMain.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Run the coordinator: takes sweeps, leases trials to workers, keeps results.",
    description = {
      "",
      "Runs until it is stopped (Ctrl-C or SIGTERM). All that it has confirmed is in its store, so"
          + " that a half-finished sweep goes on when it is started again on the same --dir.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in good order",
      "1:could not start, or the cluster's layer failed; the message says why",
      "2:the command line is wrong",
      "3:another coordinator took over its store; this one wrote nothing since"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd coordinator",
      "  cbd coordinator --dir /data/cbd --host 10.0.0.7 --insecure",
      "",
      "Then: cbd worker --join HOST:25520, and cbd submit sweep.yaml"
    })
final class CoordinatorCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;

  private final InstantSource clock;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".cbd/coordinator",
      description = "Where the store (cbd.db) is kept; on a local disk. Default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address this coordinator is reached at. Default: ${DEFAULT-VALUE}, this machine"
              + " only.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "25520",
      description = "Port that workers join; 0: any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      defaultValue = "8470",
      description = "Port of the HTTP API and of GET /metrics; 0: any. Default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--lease-seconds",
      paramLabel = "N",
      defaultValue = "90",
      description =
          "How long an attempt may make no progress before it is given to another slot. Longer than"
              + " a hiccup of your network. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach. Neither the API nor the cluster's protocol is"
              + " encrypted or asks for a password yet: whoever reaches the ports can submit and"
              + " cancel. For networks you trust.")
  private boolean insecure;

  @Option(names = "--exit-with-stdin", hidden = true)
  private boolean exitWithStdin;

  CoordinatorCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandSpec command = spec();
    CoordinatorSettings settings = settings();
    try (CoordinatorProcess process = CoordinatorProcess.start(settings, clock)) {
      command.commandLine().getOut().println(process.ready());
      command.commandLine().getOut().flush();
      return Ending.of(process, exitWithStdin);
    } catch (StartException e) {
      command.commandLine().getErr().println("cbd coordinator: " + e.getMessage());
      return 1;
    }
  }

  private CoordinatorSettings settings() {
    require(port >= 0 && port <= MAX_PORT, "--port", "between 0 and " + MAX_PORT, port);
    require(
        httpPort >= 0 && httpPort <= MAX_PORT,
        "--http-port",
        "between 0 and " + MAX_PORT,
        httpPort);
    require(
        leaseSeconds >= 1 && leaseSeconds <= 86_400,
        "--lease-seconds",
        "between 1 and 86400",
        leaseSeconds);
    return new CoordinatorSettings(
        address(), port, httpPort, directory, Duration.ofSeconds(leaseSeconds));
  }

  private InetAddress address() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw wrong("--host must be an address of this machine, but '" + host + "' is none: " + e);
    }
    require(!address.isAnyLocalAddress(), "--host", "one address that workers can reach", host);
    if (!address.isLoopbackAddress() && !insecure) {
      throw wrong(
          "--host "
              + host
              + " lets other machines reach this coordinator, which is neither encrypted nor"
              + " protected by a password yet: whoever reaches it can submit and cancel. In a"
              + " network you trust, add --insecure.");
    }
    return address;
  }

  private void require(boolean holds, String option, String rule, Object value) {
    if (!holds) {
      throw wrong(option + " must be " + rule + ", but was " + value);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    return spec;
  }
}
