package cbd.coordinator;

import cbd.coordinator.http.Limits;
import cbd.coordinator.notice.NoticeFile;
import cbd.coordinator.notice.NoticeSettings;
import cbd.coordinator.store.Database;
import cbd.membership.Failover;
import cbd.text.InvalidTextException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
      "1:could not start; the message says why",
      "2:the command line is wrong",
      "3:another coordinator took over the store of a single one; this one wrote nothing since"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd coordinator",
      "  cbd coordinator --dir /data/cbd --host 10.0.0.7 --tls certs",
      "  cbd coordinator --host 10.0.0.7 --tls certs \\",
      "    --store 'jdbc:postgresql://db/cbd?sslmode=verify-full&sslrootcert=certs/ca.pem' \\",
      "    --peers 10.0.0.7:25520,10.0.0.8:25520,10.0.0.9:25520",
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
      names = "--http-host",
      paramLabel = "ADDRESS",
      defaultValue = "",
      description =
          "Where the HTTP API listens, if elsewhere than at --host: 0.0.0.0 for all addresses of the"
              + " machine, loopback among them.")
  private String httpHost = "";

  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      description =
          "Where the store is: a file on a local disk, or jdbc:postgresql://HOST/DATABASE, whose user"
              + " and password are taken from CBD_STORE_USER and CBD_STORE_PASSWORD, or from the"
              + " file that CBD_STORE_PASSWORD_FILE names. Default: cbd.db in --dir.")
  private @Nullable String store;

  @Option(
      names = "--peers",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "All three coordinators of the cluster, this one among them, with commas between: one is"
              + " active, another takes over when it dies. They share a store in PostgreSQL."
              + " Default: this one alone.")
  private List<String> peers = List.of();

  @Option(
      names = "--failover",
      paramLabel = "PROFILE",
      defaultValue = "default",
      description =
          "How soon a silent coordinator or worker is given up: default (another coordinator takes"
              + " over within 25 s) or fast (within 10 s; forgives no pause of 2 s), on machines"
              + " that are not starved. The same for all coordinators and workers. Default:"
              + " ${DEFAULT-VALUE}.")
  private Failover failover = Failover.DEFAULT;

  @Option(
      names = "--lease-seconds",
      paramLabel = "N",
      defaultValue = "90",
      description =
          "How long an attempt may make no progress before it is given to another slot. Longer than"
              + " a hiccup of your network. Default: ${DEFAULT-VALUE}.")
  private int leaseSeconds;

  @Option(
      names = "--cool-down-seconds",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Pause before a trial's second attempt; it doubles with each further one, to thirty times"
              + " as long. Default: ${DEFAULT-VALUE}.")
  private int coolDownSeconds;

  @Option(
      names = "--checkpoint-gigabytes",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Size of all checkpoints that workers without a shared directory leave in --dir for each"
              + " other; the oldest go first, 0: none is taken. Default: ${DEFAULT-VALUE}.")
  private int checkpointGigabytes;

  @Option(
      names = "--model-gigabytes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Size of all trained networks that are fetched from workers and kept in --dir for `cbd"
              + " model` and the page; those that nobody has asked for longest go first, 0: none is."
              + " Default: ${DEFAULT-VALUE}.")
  private int modelGigabytes;

  @Option(
      names = "--notify",
      paramLabel = "FILE",
      description =
          "Who is told by webhook or e-mail when sweeps are over, trials fail or nothing moves; see"
              + " cbd notify --help. Default: nobody.")
  private @Nullable Path notify;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description =
          "Encrypt: a folder of `cbd certs node` with ca.pem, node.pem and node-key.pem. Members must"
              + " show a certificate of the same authority, and the API is https://. Files that are"
              + " replaced count without a restart.")
  private @Nullable Path tls;

  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach, in plain text: neither the API nor the cluster's"
              + " protocol is encrypted, and whoever reaches the cluster's port can give orders. For"
              + " networks you trust; otherwise use --tls.")
  private boolean insecure;

  @Option(
      names = "--new-admin-token",
      description =
          "Make another API token with the role admin and write it to the file admin-token in --dir;"
              + " for when the last one was lost. The first one is made by itself with --tls and a"
              + " --host that other machines reach; on loopback the API asks for tokens once there"
              + " are any.")
  private boolean newAdminToken;

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many requests of one address the API answers in the long run; five times as many for a"
              + " moment. Default: ${DEFAULT-VALUE}.")
  private int requestsPerSecond;

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
    require(
        coolDownSeconds >= 1 && coolDownSeconds <= 3600,
        "--cool-down-seconds",
        "between 1 and 3600",
        coolDownSeconds);
    require(
        requestsPerSecond >= 1 && requestsPerSecond <= 100_000,
        "--requests-per-second",
        "between 1 and 100000",
        requestsPerSecond);
    Database place = store();
    place
        .encryptionUnstated()
        .filter(why -> tls != null)
        .ifPresent(
            why -> {
              throw wrong("--store: with --tls, " + why);
            });
    InetAddress address = address();
    Peers listed = new Peers(peers);
    listed
        .check(address, port, place)
        .ifPresent(
            flaw -> {
              throw wrong(flaw);
            });
    require(checkpointGigabytes >= 0, "--checkpoint-gigabytes", "at least 0", checkpointGigabytes);
    require(modelGigabytes >= 0, "--model-gigabytes", "at least 0", modelGigabytes);
    return new CoordinatorSettings(
        address,
        port,
        httpPort,
        httpAddress(address),
        directory,
        place,
        peers,
        failover,
        Duration.ofSeconds(leaseSeconds),
        Duration.ofSeconds(coolDownSeconds),
        Optional.ofNullable(tls),
        new Limits(requestsPerSecond, Limits.DEFAULT.connections()),
        newAdminToken,
        1_000_000_000L * checkpointGigabytes,
        1_000_000_000L * modelGigabytes,
        notices());
  }

  private @Nullable NoticeSettings notices() {
    if (notify == null) {
      return null;
    }
    try {
      return NoticeFile.read(notify, System.getenv());
    } catch (InvalidTextException e) {
      throw wrong("--notify " + notify + ":\n" + e.getMessage());
    } catch (IOException e) {
      throw wrong("--notify must name a file that can be read, but was " + notify + ": " + e);
    }
  }

  private Database store() {
    try {
      return store == null
          ? Database.file(directory.resolve("cbd.db"))
          : Database.parse(store, System.getenv());
    } catch (IllegalArgumentException e) {
      throw wrong("--store: " + e.getMessage());
    }
  }

  private InetAddress address() {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw wrong("--host must be an address of this machine, but '" + host + "' is none: " + e);
    }
    require(!address.isAnyLocalAddress(), "--host", "one address that workers can reach", host);
    if (!address.isLoopbackAddress() && tls == null && !insecure) {
      throw wrong(
          "--host "
              + host
              + " lets other machines reach this coordinator in plain text, and whoever reaches it"
              + " can give orders. Encrypt with --tls DIR (`cbd certs` makes the folder), or, in a"
              + " network you trust, add --insecure.");
    }
    require(tls == null || !insecure, "--insecure", "left out with --tls", "given");
    return address;
  }

  /** Others are told the one of {@code --host} all the same. */
  private InetAddress httpAddress(InetAddress main) {
    if (httpHost.isEmpty()) {
      return main;
    }
    try {
      InetAddress address = InetAddress.getByName(httpHost);
      boolean far = !address.isLoopbackAddress() || !main.isLoopbackAddress();
      require(
          !far || tls != null || insecure,
          "--http-host",
          "on loopback, or be given with --tls DIR or --insecure",
          httpHost);
      require(
          address.isAnyLocalAddress() || address.equals(main),
          "--http-host",
          "0.0.0.0, or the same as --host",
          httpHost);
      return address;
    } catch (UnknownHostException e) {
      throw wrong("--http-host must be an address, but '" + httpHost + "' is none: " + e);
    }
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
