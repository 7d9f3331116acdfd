package cbd.training.bench;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Seeds;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.augment.ImageBatches;
import cbd.training.bench.Measurement.Variant;
import cbd.training.data.ImageSet;
import cbd.training.defense.Batches;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DefenseTrainers;
import cbd.training.engine.TrainingEngine;
import cbd.training.random.SplitMix;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Times training steps by training: the registered CBD trainer on noise images, with a listener
 * that looks at the clock. Thread counts and variants take turns, round by round, so that a busy
 * moment of the machine does not fall on one of them alone.
 */
public final class StepBenchmark {

  /**
   * What to measure.
   *
   * @param model the network
   * @param batchSize images per step, at least 2
   * @param variants ways of taking steps, to be compared
   * @param threads thread counts of libtorch, each at least 1
   * @param rounds turns of each thread count and variant, at least 1
   * @param steps timed per kind of step and turn, at least 1
   * @param warmUp steps before those, untimed
   */
  public record Settings(
      Architecture model,
      int batchSize,
      List<Variant> variants,
      List<Integer> threads,
      int rounds,
      int steps,
      int warmUp) {
    public Settings {
      variants = List.copyOf(variants);
      threads = List.copyOf(threads);
      atLeast("batchSize", batchSize, 2);
      atLeast("rounds", rounds, 1);
      atLeast("steps", steps, 1);
      atLeast("warmUp", warmUp, 0);
      threads.forEach(count -> atLeast("threads", count, 1));
    }

    private static void atLeast(String name, int value, int least) {
      if (value < least) {
        throw new IllegalArgumentException(
            name + " must be at least " + least + ", but was " + value);
      }
    }
  }

  private final Settings settings;
  private final String device;
  private final LongSupplier wallNanos;
  private final LongSupplier cpuNanos;

  /**
   * Prepares a benchmark.
   *
   * @param device as {@link TrainingEngine#newManager} takes it
   * @param wallNanos nanoseconds since anywhere
   * @param cpuNanos nanoseconds that the process's threads have worked
   */
  public StepBenchmark(
      Settings settings, String device, LongSupplier wallNanos, LongSupplier cpuNanos) {
    this.settings = settings;
    this.device = device;
    this.wallNanos = wallNanos;
    this.cpuNanos = cpuNanos;
  }

  private record Case(int threads, Variant variant) {}

  /** Measures; takes a while. By work, then by threads, then by variant. */
  public List<Measurement> measure() {
    Map<Case, StepTimes> times = new LinkedHashMap<>();
    for (int round = 0; round < settings.rounds(); round++) {
      for (int threads : settings.threads()) {
        for (Variant variant : settings.variants()) {
          Case own = new Case(threads, variant);
          StepTimes taken =
              times.computeIfAbsent(
                  own, c -> new StepTimes(wallNanos, cpuNanos, settings.warmUp()));
          train(own, taken.turn(false));
          train(own, taken.turn(true));
        }
      }
    }
    List<Measurement> measurements = new ArrayList<>();
    times.forEach(
        (own, all) ->
            all.byWork()
                .forEach(
                    (work, taken) ->
                        measurements.add(
                            Measurement.of(
                                work,
                                own.variant(),
                                own.threads(),
                                settings.batchSize(),
                                taken.steps(),
                                taken.passes(),
                                taken.first()))));
    measurements.sort(
        Comparator.comparing(Measurement::work)
            .thenComparing(Measurement::threads)
            .thenComparing(Measurement::variant));
    return measurements;
  }

  private void train(Case own, StepTimes.Turn turn) {
    TrialSpec spec = spec(turn.disentangle());
    Batches batches =
        new ImageBatches(
            noise(spec.dataset()),
            spec.training().augmentation(),
            settings.batchSize(),
            new Seeds(spec));
    Batches used = own.variant() == Variant.EAGER ? new HostBatches(batches) : batches;
    try (NDManager manager = TrainingEngine.start(own.threads()).newManager(device)) {
      Lesson lesson = new Lesson(manager, spec, used, turn, InstantSource.system());
      DefenseTrainers.of(spec.defense()).train(lesson).close();
    }
    turn.finish();
  }

  private ImageSet noise(Dataset like) {
    SplitMix random = new SplitMix(0);
    int n = settings.batchSize() * (settings.warmUp() + settings.steps());
    byte[] pixels = new byte[n * ImageSet.CHANNELS * like.height() * like.width()];
    int[] labels = new int[n];
    random.nextBytes(pixels);
    for (int i = 0; i < n; i++) {
      labels[i] = random.nextInt(like.classes());
    }
    return new ImageSet(like.classes(), like.height(), like.width(), pixels, labels);
  }

  private TrialSpec spec(boolean disentangle) {
    String cbd = "{\"t1\": 1, \"disentangle\": " + disentangle + "}";
    Training training =
        new Training(
            1,
            settings.batchSize(),
            0.1,
            List.of(),
            0.1,
            0.9,
            1e-4,
            new Augmentation.Standard(4, true, 2));
    return new TrialSpec(
        Dataset.CIFAR10,
        0,
        0,
        settings.model(),
        new Attack.BadNets(0.1, new LabelMapping.AllToOne(0)),
        RecordReader.read(Defense.Cbd.class, JsonText.parse(cbd)),
        training,
        0);
  }
}
