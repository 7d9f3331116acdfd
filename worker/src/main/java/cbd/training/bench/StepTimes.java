package cbd.training.bench;

import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.bench.Measurement.Work;
import cbd.training.defense.TrainingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Gathers what the steps of several trainings took. */
final class StepTimes {
  private final LongSupplier wallNanos;
  private final LongSupplier cpuNanos;
  private final int warmUp;
  private final Map<Work, List<Sample>> samples = new EnumMap<>(Work.class);

  /** Milliseconds of a step, by the clock on the wall and by all of the process's threads. */
  record Sample(double wallMillis, double cpuMillis) {
    Sample plus(Sample other) {
      return new Sample(wallMillis + other.wallMillis, cpuMillis + other.cpuMillis);
    }
  }

  /**
   * @param warmUp first steps of a pass that are left out
   */
  StepTimes(LongSupplier wallNanos, LongSupplier cpuNanos, int warmUp) {
    this.wallNanos = wallNanos;
    this.cpuNanos = cpuNanos;
    this.warmUp = warmUp;
  }

  Turn turn(boolean disentangle) {
    return new Turn(disentangle);
  }

  Map<Work, List<Sample>> byWork() {
    return Collections.unmodifiableMap(samples);
  }

  private void add(Work work, Sample sample) {
    samples.computeIfAbsent(work, w -> new ArrayList<>()).add(sample);
  }

  /** One training of one epoch per phase. */
  final class Turn implements TrainingListener {
    private final boolean disentangle;
    private final Map<Phase, List<Sample>> steps = new EnumMap<>(Phase.class);
    private long lastWall;
    private long lastCpu;

    private Turn(boolean disentangle) {
      this.disentangle = disentangle;
      lastWall = wallNanos.getAsLong();
      lastCpu = cpuNanos.getAsLong();
    }

    boolean disentangle() {
      return disentangle;
    }

    @Override
    public boolean onStep(Progress progress) {
      long wall = wallNanos.getAsLong();
      long cpu = cpuNanos.getAsLong();
      steps
          .computeIfAbsent(progress.phase(), p -> new ArrayList<>())
          .add(new Sample((wall - lastWall) / 1e6, (cpu - lastCpu) / 1e6));
      lastWall = wall;
      lastCpu = cpu;
      return true;
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {}

    /** Enters the times; a critic step and the main step at the same place in its pass are one. */
    void finish() {
      List<Sample> a = steps.getOrDefault(Phase.BACKDOORED, List.of());
      for (int i = warmUp; i < a.size(); i++) {
        add(Work.PHASE_A, a.get(i));
      }
      List<Sample> b = steps.getOrDefault(Phase.FINAL, List.of());
      int passSteps = disentangle ? b.size() / 2 : b.size();
      for (int i = warmUp; i < passSteps; i++) {
        if (disentangle) {
          add(Work.PHASE_B_CRITIC, b.get(i).plus(b.get(passSteps + i)));
        } else {
          add(Work.PHASE_B, b.get(i));
        }
      }
    }
  }
}
