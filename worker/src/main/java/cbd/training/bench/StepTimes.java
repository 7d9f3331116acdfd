package cbd.training.bench;

import cbd.domain.Phase;
import cbd.domain.Progress;
import cbd.training.bench.Measurement.Work;
import cbd.training.defense.TrainingListener;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Gathers what the steps of several trainings took. */
final class StepTimes {
  private final LongSupplier nanos;
  private final int warmUp;
  private final Map<Work, List<Double>> millis = new EnumMap<>(Work.class);

  StepTimes(LongSupplier nanos, int warmUp) {
    this.nanos = nanos;
    this.warmUp = warmUp;
  }

  Turn turn(boolean disentangle) {
    return new Turn(disentangle);
  }

  Map<Work, double[]> byWork() {
    Map<Work, double[]> arrays = new EnumMap<>(Work.class);
    millis.forEach(
        (work, times) ->
            arrays.put(work, times.stream().mapToDouble(Double::doubleValue).toArray()));
    return arrays;
  }

  private void add(Work work, double time) {
    millis.computeIfAbsent(work, w -> new ArrayList<>()).add(time);
  }

  /** One training of one epoch per phase. */
  final class Turn implements TrainingListener {
    private final boolean disentangle;
    private final Map<Phase, List<Double>> steps = new EnumMap<>(Phase.class);
    private long last;

    private Turn(boolean disentangle) {
      this.disentangle = disentangle;
      last = nanos.getAsLong();
    }

    boolean disentangle() {
      return disentangle;
    }

    @Override
    public boolean onStep(Progress progress) {
      long now = nanos.getAsLong();
      steps.computeIfAbsent(progress.phase(), p -> new ArrayList<>()).add((now - last) / 1e6);
      last = now;
      return true;
    }

    @Override
    public void onEpoch(TrainedEpoch epoch) {}

    /** Enters the times; a critic step and the main step at the same place in its pass are one. */
    void finish() {
      List<Double> a = steps.getOrDefault(Phase.BACKDOORED, List.of());
      for (int i = warmUp; i < a.size(); i++) {
        add(Work.PHASE_A, a.get(i));
      }
      List<Double> b = steps.getOrDefault(Phase.FINAL, List.of());
      int passSteps = disentangle ? b.size() / 2 : b.size();
      for (int i = warmUp; i < passSteps; i++) {
        double critic = disentangle ? b.get(i) : 0;
        add(
            disentangle ? Work.PHASE_B_CRITIC : Work.PHASE_B,
            critic + b.get(b.size() - passSteps + i));
      }
    }
  }
}
