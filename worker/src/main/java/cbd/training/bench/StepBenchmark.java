package cbd.training.bench;

import ai.djl.ndarray.NDManager;
import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Augmentation;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.LabelMapping;
import cbd.domain.Training;
import cbd.domain.TrialSpec;
import cbd.text.JsonText;
import cbd.text.RecordReader;
import cbd.training.defense.DefenseTrainer.Lesson;
import cbd.training.defense.DefenseTrainers;
import cbd.training.engine.TrainingEngine;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Times training steps by training: the registered CBD trainer on noise images, with a listener
 * that looks at the clock. Thread counts take turns, round by round, so that a busy moment of the
 * machine does not fall on one of them alone.
 */
public final class StepBenchmark {

  /**
   * What to measure.
   *
   * @param model the network
   * @param batchSize images per step, at least 2
   * @param threads thread counts of libtorch, each at least 1
   * @param rounds turns of each thread count, at least 1
   * @param steps timed per kind of step and turn, at least 1
   * @param warmUp steps before those, untimed
   */
  public record Settings(
      Architecture model, int batchSize, List<Integer> threads, int rounds, int steps, int warmUp) {
    public Settings {
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

  /** Measures; takes a while. By work, then by threads. */
  public List<Measurement> measure() {
    Map<Integer, StepTimes> times = new TreeMap<>();
    for (int round = 0; round < settings.rounds(); round++) {
      for (int threads : settings.threads()) {
        StepTimes own =
            times.computeIfAbsent(
                threads, t -> new StepTimes(wallNanos, cpuNanos, settings.warmUp()));
        train(threads, own.turn(false));
        train(threads, own.turn(true));
      }
    }
    List<Measurement> measurements = new ArrayList<>();
    times.forEach(
        (threads, own) ->
            own.byWork()
                .forEach(
                    (work, taken) ->
                        measurements.add(
                            Measurement.of(work, threads, settings.batchSize(), taken))));
    measurements.sort(Comparator.comparing(Measurement::work).thenComparing(Measurement::threads));
    return measurements;
  }

  private void train(int threads, StepTimes.Turn turn) {
    TrialSpec spec = spec(turn.disentangle());
    SyntheticBatches batches =
        new SyntheticBatches(
            spec.dataset(),
            settings.batchSize(),
            settings.warmUp() + settings.steps(),
            new SplittableRandom(0));
    try (NDManager manager = TrainingEngine.start(threads).newManager(device)) {
      Lesson lesson = new Lesson(manager, spec, batches, turn, InstantSource.system());
      DefenseTrainers.of(spec.defense()).train(lesson).close();
    }
    turn.finish();
  }

  private TrialSpec spec(boolean disentangle) {
    String cbd = "{\"t1\": 1, \"disentangle\": " + disentangle + "}";
    Training training =
        new Training(
            1, settings.batchSize(), 0.1, List.of(), 0.1, 0.9, 1e-4, new Augmentation.None());
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
