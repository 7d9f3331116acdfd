package cbd.worker.cli;

import cbd.membership.Failover;
import cbd.training.checkpoint.CheckpointSettings;
import cbd.training.cli.CheckpointOptions;
import cbd.training.cli.DataOption;
import cbd.training.cli.LibtorchOption;
import cbd.training.cli.StageOptions;
import cbd.training.stage.StageSettings;
import cbd.worker.actor.ClusterSettings;
import cbd.worker.runner.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd worker}: what can be said on the command line, and what is wrong with it. */
@Command(
    name = "worker",
    mixinStandardHelpOptions = true,
    versionProvider = CbdCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Trains for a coordinator until it is stopped (Ctrl-C or SIGTERM).",
      "",
      "Each slot trains one trial at a time, in a process of its own. While the coordinator cannot"
          + " be reached, training goes on and the worker tries to join, for ever.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped in good order",
      "1:could not start; the message says why",
      "2:the command line is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd worker --join 127.0.0.1:25520",
      "  cbd worker --join head:25520 --host 10.0.0.7 --tls certs --slots 2 --device gpu:0"
    })
final class WorkerCommand implements Callable<Integer> {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s:/@]+:([1-9]\\d{0,4})");
  private static final Pattern HEAP = Pattern.compile("[1-9]\\d*[kKmMgG]?");
  private static final int MAX_SLOTS = 256;
  private static final int MAX_PORT = 65_535;

  /** How often runners say how far they are, in seconds. */
  private static final double OFTEN = 0.5;

  /** By far less than what a lease lasts, in seconds. */
  private static final double SELDOM = 30;

  /** What runs a worker. */
  interface Program {
    int run(WorkerSettings settings);
  }

  private final Program program;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--join",
      required = true,
      split = ",",
      paramLabel = "HOST:PORT",
      description =
          "A coordinator's address; of three, all of them, with commas between or each with a"
              + " --join of its own.")
  private List<String> join = new ArrayList<>();

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many trials to train at once. Default: ${DEFAULT-VALUE}.")
  private int slots;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu:N",
      description =
          "What to train on; repeat it for several, slots are dealt out to them in turn."
              + " Default: cpu.")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "CPU threads of each slot. Default: the cores, shared out among the slots.")
  private @Nullable Integer threads;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_CACHE:-}",
      description =
          "Folder for decoded images, shared by all slots. Default: $CBD_CACHE, else .cbd-cache in"
              + " the data folder.")
  private String cache = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "This worker's name, the same after a restart. Default: the machine's name (where it has"
              + " none, its address) and the first number that no running worker with the same --dir"
              + " has.")
  private @Nullable String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".cbd/worker",
      description = "Where locks and the runners' logs are kept. Default: ${DEFAULT-VALUE}.")
  private Path state = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address this worker is reached at. Default: ${DEFAULT-VALUE}, this machine only.")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Port of the cluster's protocol; 0: any. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--failover",
      paramLabel = "PROFILE",
      defaultValue = "default",
      description =
          "How soon a silent member of the cluster is given up, default or fast; as the coordinators"
              + " were started, or they let this worker not in. Default: ${DEFAULT-VALUE}.")
  private Failover failover = Failover.DEFAULT;

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description =
          "Encrypt: a folder of `cbd certs node` with ca.pem, node.pem and node-key.pem; the"
              + " coordinators have certificates of the same authority. /metrics is https:// then,"
              + " for those who show such a certificate. Files that are replaced count without a"
              + " restart.")
  private @Nullable Path tls;

  @Option(
      names = "--insecure",
      description =
          "Allow a --host that other machines reach, in plain text: whoever reaches the port can give"
              + " this worker orders. For networks you trust; otherwise use --tls.")
  private boolean insecure;

  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      defaultValue = "9471",
      description =
          "Port of GET /metrics; a busy one is passed over for the next, 0: any."
              + " Default: ${DEFAULT-VALUE}.")
  private int metricsPort;

  @Option(
      names = "--runner-heap",
      paramLabel = "SIZE",
      defaultValue = "2g",
      description =
          "Java heap of each slot's process, as in -Xmx; it holds the images."
              + " Default: ${DEFAULT-VALUE}.")
  private String runnerHeap = "";

  @Option(
      names = "--keep-models",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "How many trained networks stay in --dir as safetensors files, the newest; 0: none is"
              + " written. Default: ${DEFAULT-VALUE}.")
  private int keptModels;

  @Option(
      names = "--keep-backdoored",
      description = "Write CBD's backdoored models as well; they count among --keep-models.")
  private boolean keepBackdoored;

  @Mixin private LibtorchOption libtorch = new LibtorchOption();

  @Mixin private StageOptions stages = new StageOptions();

  @Mixin private CheckpointOptions checkpoints = new CheckpointOptions();

  @Option(
      names = "--checkpoint-upload",
      paramLabel = "M",
      description =
          "Send the newest checkpoint to the coordinator every M minutes, so that another machine"
              + " can go on; 0: never. Default: 5, but 0 with --checkpoints DIR, which machines"
              + " share.")
  private @Nullable Double checkpointUpload;

  @Option(
      names = "--progress-seconds",
      paramLabel = "S",
      defaultValue = "0.5",
      description =
          "Tell the coordinator of a trial's progress at most every S seconds, 0.5 to 30; more than"
              + " 0.5 spares a coordinator with thousands of slots. Epochs and results are told at"
              + " once. Default: ${DEFAULT-VALUE}.")
  private double progressSeconds;

  @Option(
      names = "--min-free",
      paramLabel = "MB",
      defaultValue = "200",
      description =
          "Take no work while a folder that this worker writes to has less room, in megabytes."
              + " Default: ${DEFAULT-VALUE}.")
  private int minFree;

  @Option(names = "--exit-with-stdin", hidden = true)
  private boolean exitWithStdin;

  WorkerCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    return program.run(settings());
  }

  private WorkerSettings settings() {
    require(slots >= 1 && slots <= MAX_SLOTS, "--slots", "between 1 and " + MAX_SLOTS, slots);
    requirePort("--port", port);
    requirePort("--metrics-port", metricsPort);
    require(HEAP.matcher(runnerHeap).matches(), "--runner-heap", "such as 2g or 800m", runnerHeap);
    require(keptModels >= 0, "--keep-models", "at least 0", keptModels);
    require(
        keptModels > 0 || !keepBackdoored, "--keep-models", "at least 1 with --keep-backdoored", 0);
    require(
        progressSeconds >= OFTEN && progressSeconds <= SELDOM,
        "--progress-seconds",
        "between " + OFTEN + " and " + SELDOM,
        progressSeconds);
    require(minFree >= 0, "--min-free", "at least 0", minFree);
    join.forEach(address -> require(isAddress(address), "--join", "HOST:PORT", address));
    devices.forEach(
        device ->
            require(Device.isName(device), "--device", "cpu, gpu:0, gpu:1 and so on", device));
    int each = threads == null ? coresPerSlot() : threads;
    require(each >= 1 && each <= 1024, "--threads", "between 1 and 1024", each);
    checkReach();
    return new WorkerSettings(
        new ClusterSettings(host, port, join, failover),
        Optional.ofNullable(name),
        state,
        dealt(),
        each,
        data.folder(),
        cache,
        metricsPort,
        runnerHeap,
        libtorch(),
        keptModels,
        keepBackdoored,
        stages(),
        checkpoints(),
        checkpointUpload(),
        betweenProgress(),
        minFree * 1_000_000L,
        Optional.ofNullable(tls),
        exitWithStdin);
  }

  private String libtorch() {
    try {
      return libtorch.lib();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private StageSettings stages() {
    try {
      return stages.settings(state.resolve("stages"));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private CheckpointSettings checkpoints() {
    try {
      return checkpoints.settings(state.resolve("checkpoints"));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Duration checkpointUpload() {
    double minutes = checkpointUpload != null ? checkpointUpload : checkpoints.isNamed() ? 0 : 5;
    require(minutes >= 0 && minutes <= 1440, "--checkpoint-upload", "between 0 and 1440", minutes);
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  private Duration betweenProgress() {
    return progressSeconds == OFTEN
        ? Duration.ZERO
        : Duration.ofMillis(Math.round(progressSeconds * 1000));
  }

  private int coresPerSlot() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() / slots);
  }

  private List<String> dealt() {
    List<String> hands = devices.isEmpty() ? List.of("cpu") : devices;
    List<String> dealt = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      dealt.add(hands.get(i % hands.size()));
    }
    return dealt;
  }

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches()
        && Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) <= MAX_PORT;
  }

  private void checkReach() {
    boolean loopback;
    try {
      loopback = Reach.isLoopback(host);
    } catch (IOException e) {
      throw wrong("--host must be an address of this machine, but '" + host + "' is none: " + e);
    }
    if (!loopback && tls == null && !insecure) {
      throw wrong(
          "--host "
              + host
              + " lets other machines reach this worker in plain text, and whoever reaches it can"
              + " give it orders. Encrypt with --tls DIR (`cbd certs` makes the folder), or, in a"
              + " network you trust, add --insecure.");
    }
    require(tls == null || !insecure, "--insecure", "left out with --tls", "given");
    for (String address : join) {
      if (loopback && Reach.isElsewhere(address.substring(0, address.lastIndexOf(':')))) {
        throw wrong(
            "--join "
                + address
                + " is another machine, which cannot reach this worker at "
                + host
                + ". Add --host with this machine's address, and --tls DIR or --insecure.");
      }
    }
  }

  private void requirePort(String option, int value) {
    require(value >= 0 && value <= MAX_PORT, option, "between 0 and " + MAX_PORT, value);
  }

  private void require(boolean holds, String option, String rule, Object value) {
    if (!holds) {
      throw wrong(option + " must be " + rule + ", but was " + value);
    }
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
