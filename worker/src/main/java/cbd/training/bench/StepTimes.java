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
import org.jspecify.annotations.Nullable;

/** Gathers what the steps of several trainings took. */
final class StepTimes {
  private final LongSupplier wallNanos;
  private final LongSupplier cpuNanos;
  private final int warmUp;
  private final Map<Work, Times> samples = new EnumMap<>(Work.class);

  /**
   * What was gathered of one kind of step.
   *
   * @param steps after the warm-up
   * @param passes from the end of the warm-up to the end of a pass, by their steps
   * @param first steps of passes
   */
  record Times(List<Sample> steps, List<Sample> passes, List<Sample> first) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  /** Milliseconds of a step, by the clock on the wall and by all of the process's threads. */
  record Sample(double wallMillis, double cpuMillis) {
    Sample plus(Sample other) {
      return new Sample(wallMillis + other.wallMillis, cpuMillis + other.cpuMillis);
    }

    Sample per(int steps) {
      return new Sample(wallMillis / steps, cpuMillis / steps);
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

  Map<Work, Times> byWork() {
    return Collections.unmodifiableMap(samples);
  }

  private Times of(Work work) {
    return samples.computeIfAbsent(work, w -> new Times());
  }

  /** One training of one epoch per phase. */
  final class Turn implements TrainingListener {
    private final boolean disentangle;
    private final Map<Phase, List<Sample>> steps = new EnumMap<>(Phase.class);
    private final Map<Phase, Sample> ends = new EnumMap<>(Phase.class);
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
      steps.computeIfAbsent(progress.phase(), p -> new ArrayList<>()).add(sinceLast());
      return true;
    }

    /** By now the device has been waited for. */
    @Override
    public void onEpoch(TrainedEpoch epoch) {
      ends.put(epoch.phase(), sinceLast());
    }

    private Sample sinceLast() {
      long wall = wallNanos.getAsLong();
      long cpu = cpuNanos.getAsLong();
      Sample sample = new Sample((wall - lastWall) / 1e6, (cpu - lastCpu) / 1e6);
      lastWall = wall;
      lastCpu = cpu;
      return sample;
    }

    /** Enters the times; a critic step and the main step at the same place in its pass are one. */
    void finish() {
      List<Sample> a = steps.getOrDefault(Phase.BACKDOORED, List.of());
      enter(Work.PHASE_A, a, ends.get(Phase.BACKDOORED));
      List<Sample> b = steps.getOrDefault(Phase.FINAL, List.of());
      if (disentangle) {
        List<Sample> pairs = new ArrayList<>();
        for (int i = 0; i < b.size() / 2; i++) {
          pairs.add(b.get(i).plus(b.get(b.size() / 2 + i)));
        }
        enter(Work.PHASE_B_CRITIC, pairs, ends.get(Phase.FINAL));
      } else {
        enter(Work.PHASE_B, b, ends.get(Phase.FINAL));
      }
    }

    private void enter(Work work, List<Sample> taken, @Nullable Sample end) {
      if (taken.size() <= warmUp) {
        return;
      }
      List<Sample> timed = taken.subList(warmUp, taken.size());
      Sample pass = end == null ? new Sample(0, 0) : end;
      for (Sample sample : timed) {
        pass = pass.plus(sample);
      }
      Times times = of(work);
      times.steps().addAll(timed);
      times.passes().add(pass.per(timed.size()));
      times.first().add(taken.get(0));
    }
  }
}
