package cbd.worker.cli;

import cbd.text.JsonText;
import cbd.text.RecordWriter;
import cbd.training.cli.DataOption;
import cbd.training.cli.LibtorchOption;
import cbd.training.data.Datasets;
import cbd.worker.doctor.Examination;
import cbd.worker.doctor.Finding;
import cbd.worker.doctor.Place;
import cbd.worker.doctor.Place.Purpose;
import cbd.worker.runner.Device;
import cbd.worker.runner.RunnerProgram;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd doctor}: what is wrong with this machine, before anything is started on it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = CbdCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Looks whether this machine can train or coordinate, and says what to do where it cannot.",
      "",
      "Takes --join, --host, --tls, --device, --dir, --checkpoints, --data, --cache and --libtorch as a worker does.",
      "Nothing stays behind.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is in the way, though some may be doubtful",
      "1:something is",
      "2:the command line is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cbd doctor",
      "  cbd doctor --join head:25520 --host 10.0.0.7 --tls certs --device gpu:0",
      "  cbd doctor --tls certs --coordinator https://head:8470"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int ILL = 1;

  private final InstantSource clock;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--join",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "Coordinators that this machine must reach.")
  private List<String> join = new ArrayList<>();

  @Option(
      names = "--coordinator",
      paramLabel = "URL",
      defaultValue = "",
      description = "A coordinator's API, whose clock this machine's is compared with.")
  private String coordinator = "";

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address this machine is to be reached at. Default: ${DEFAULT-VALUE}.")
  private String host = "";

  @Option(
      names = "--tls",
      paramLabel = "DIR",
      description =
          "The folder of this machine's certificate, which `cbd certs node` made. A coordinator at"
              + " https:// is believed with its ca.pem.")
  private @Nullable Path tls;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      split = ",",
      description = "Ports that must be free. Default: 8470, 9471 and 25520.")
  private List<Integer> ports = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu:N",
      description = "What to train on; repeat it for several. Default: cpu.")
  private List<String> devices = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      defaultValue = ".cbd",
      description =
          "Where workers and coordinators keep what is theirs. Default: ${DEFAULT-VALUE}.")
  private Path state = Path.of("");

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "A folder for checkpoints that machines share.")
  private @Nullable Path checkpoints;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      defaultValue = "${env:CBD_CACHE:-}",
      description =
          "Folder for decoded images. Default: $CBD_CACHE, else .cbd-cache in the data folder.")
  private String cache = "";

  @Mixin private LibtorchOption libtorch = new LibtorchOption();

  @Option(names = "--json", description = "Print the findings as JSON, one on each line.")
  private boolean json;

  DoctorCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<Finding.Health> seen = new ArrayList<>();
    examination()
        .make(
            clock,
            finding -> {
              seen.add(finding.health());
              print(finding);
            });
    return seen.contains(Finding.Health.ILL) ? ILL : 0;
  }

  private Examination examination() {
    join.forEach(
        address -> require(WorkerCommand.isAddress(address), "--join must be HOST:PORT", address));
    devices.forEach(
        device ->
            require(Device.isName(device), "--device must be cpu, gpu:0, gpu:1 and so on", device));
    ports.forEach(
        port -> require(port > 0 && port <= 65_535, "--port must be between 1 and 65535", port));
    require(
        coordinator.isEmpty() || coordinator.matches("https?://[^/\\s]+/?"),
        "--coordinator must be like http://head:8470",
        coordinator);
    return new Examination(
        host,
        join,
        coordinator.replaceFirst("/$", ""),
        tls,
        devices.isEmpty() ? List.of("cpu") : devices,
        data.folder(),
        places(),
        ports.isEmpty() ? List.of(8470, 9471, 25_520) : ports,
        program());
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    places.add(new Place(state, Purpose.STATE));
    if (checkpoints != null) {
      places.add(new Place(checkpoints, Purpose.CHECKPOINTS));
    }
    if (!cache.isEmpty()) {
      places.add(new Place(Path.of(cache), Purpose.CACHE));
    } else if (!data.folder().isEmpty()) {
      places.add(new Place(Path.of(data.folder()).resolve(Datasets.CACHE), Purpose.CACHE));
    }
    return places;
  }

  private RunnerProgram program() {
    String home = System.getProperty("cbd.home");
    RunnerProgram program =
        home != null
            ? RunnerProgram.ofHome(Path.of(home), "256m")
            : RunnerProgram.ofClassPath(System.getProperty("java.class.path"), "256m");
    try {
      return program.with(libtorch.lib());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private void print(Finding finding) {
    PrintWriter out = commandSpec().commandLine().getOut();
    if (json) {
      out.println(JsonText.write(RecordWriter.tree(finding)));
    } else {
      String health = finding.health().name().toLowerCase(Locale.ROOT);
      out.printf(Locale.ROOT, "%-9s %s: %s%n", health, finding.subject(), finding.text());
      if (!finding.advice().isEmpty()) {
        out.printf(Locale.ROOT, "%-9s   %s%n", "", finding.advice());
      }
    }
    out.flush();
  }

  private void require(boolean holds, String rule, Object but) {
    if (!holds) {
      throw new ParameterException(commandSpec().commandLine(), rule + ", but was '" + but + "'");
    }
  }

  private CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets it before it calls the command");
    }
    return spec;
  }
}
