package cbd.training.cli;

import cbd.domain.Architecture;
import cbd.text.Words;
import cbd.training.bench.Measurement;
import cbd.training.bench.Measurement.Variant;
import cbd.training.bench.StepBenchmark;
import cbd.training.bench.StepBenchmark.Settings;
import com.sun.management.OperatingSystemMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code cbd bench step}: milliseconds per training step. */
@Command(
    name = "step",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Time the steps of CBD on noise images.",
      "",
      "Phase A, phase B by re-weighting, and phase B with the critic (a critic step and a main step"
          + " together), each taken eagerly, operation by operation, and as one scripted call."
          + " Thread counts and variants take turns. Run it on an otherwise idle machine.",
      "",
      "mean ms is taken over whole passes: on a GPU, which works behind the clock's back, it is the"
          + " number that counts. cpu ms is what all threads together worked. first ms is the first"
          + " step, in which programs are compiled. ratio is to the first variant of the table: of"
          + " cpu ms on the CPU, of mean ms on a GPU.",
      ""
    })
final class StepBenchCommand implements Runnable {
  @Option(
      names = "--variants",
      split = ",",
      paramLabel = "VARIANT",
      converter = Variants.class,
      completionCandidates = Variants.class,
      defaultValue = "eager,scripted",
      description = "Some of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<Variant> variants = List.of();

  @Option(
      names = "--threads",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,2",
      description = "Threads per operation, to be compared (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads = List.of();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = Models.class,
      completionCandidates = Models.class,
      defaultValue = "wrn-16-1",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Architecture model = Architecture.WRN_16_1;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "64",
      description = "Images per step (default: ${DEFAULT-VALUE}).")
  private int batchSize;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of each thread count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "15",
      description = "Timed steps per turn (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "5",
      description = "Untimed steps before them (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "cpu",
      description = "cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  @Option(names = "--json", description = "Print one JSON array instead of the table.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  @Spec
  private CommandSpec spec;

  private final OperatingSystemMXBean processor =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Override
  public void run() {
    List<Measurement> measurements;
    try {
      Settings settings = new Settings(model, batchSize, variants, threads, rounds, steps, warmUp);
      measurements =
          new StepBenchmark(settings, device, System::nanoTime, processor::getProcessCpuTime)
              .measure();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? json(measurements) : table(measurements, device));
    out.flush();
  }

  static String table(List<Measurement> measurements, String device) {
    StringBuilder table =
        new StringBuilder(
            "step            variant   threads  batch  median ms   p10 ms   p90 ms  mean ms   cpu"
                + " ms  first ms  images/s  ratio  samples");
    for (Measurement m : measurements) {
      table.append(
          String.format(
              Locale.ROOT,
              "%n%-14s  %-8s  %7d  %5d  %9.1f  %7.1f  %7.1f  %7.1f  %7.1f  %8.0f  %8.0f  %5.2f "
                  + " %7d",
              Words.of(m.work()),
              Words.of(m.variant()),
              m.threads(),
              m.batchSize(),
              m.medianMillis(),
              m.p10Millis(),
              m.p90Millis(),
              m.meanMillis(),
              m.cpuMillis(),
              m.firstMillis(),
              m.imagesPerSecond(),
              cost(m, device) / cost(firstVariant(m, measurements), device),
              m.samples()));
    }
    return table.toString();
  }

  private static double cost(Measurement m, String device) {
    return device.equals("cpu") ? m.cpuMillis() : m.meanMillis();
  }

  private static Measurement firstVariant(Measurement of, List<Measurement> measurements) {
    return measurements.stream()
        .filter(m -> m.work() == of.work() && m.threads() == of.threads())
        .findFirst()
        .orElse(of);
  }

  static String json(List<Measurement> measurements) {
    return measurements.stream()
        .map(
            m ->
                String.format(
                    Locale.ROOT,
                    "{\"step\":\"%s\",\"variant\":\"%s\",\"threads\":%d,\"batchSize\":%d,"
                        + "\"medianMillis\":%.3f,\"p10Millis\":%.3f,\"p90Millis\":%.3f,"
                        + "\"meanMillis\":%.3f,\"cpuMillis\":%.3f,\"firstMillis\":%.3f,"
                        + "\"imagesPerSecond\":%.1f,\"samples\":%d}",
                    Words.of(m.work()),
                    Words.of(m.variant()),
                    m.threads(),
                    m.batchSize(),
                    m.medianMillis(),
                    m.p10Millis(),
                    m.p90Millis(),
                    m.meanMillis(),
                    m.cpuMillis(),
                    m.firstMillis(),
                    m.imagesPerSecond(),
                    m.samples()))
        .collect(Collectors.joining(",\n ", "[", "]"));
  }

  /** Networks, spelled as in a sweep file. */
  static final class Models extends WordConverter<Architecture> {
    Models() {
      super(Architecture.class);
    }
  }

  /** Ways to take a step. */
  static final class Variants extends WordConverter<Variant> {
    Variants() {
      super(Variant.class);
    }
  }
}
