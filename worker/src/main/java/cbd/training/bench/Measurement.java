package cbd.training.bench;

import cbd.training.bench.StepTimes.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Times of one kind of step.
 *
 * @param work which step
 * @param threads libtorch's threads per operation
 * @param batchSize images per step
 * @param samples steps timed
 * @param medianMillis half of the steps were faster
 * @param p10Millis a tenth was faster
 * @param p90Millis nine tenths were faster
 * @param cpuMillis median over the steps of what all threads together worked: on a machine that
 *     others use, a better measure of the code than the clock on the wall
 */
public record Measurement(
    Work work,
    int threads,
    int batchSize,
    int samples,
    double medianMillis,
    double p10Millis,
    double p90Millis,
    double cpuMillis) {

  /** What is timed. */
  public enum Work {
    /** A step of ordinary training, as of CBD's backdoored model. */
    PHASE_A,
    /** A step of CBD's clean model by re-weighting alone. */
    PHASE_B,
    /** A critic step and a step of the clean model against it. */
    PHASE_B_CRITIC
  }

  /** Training images per second at the median. */
  public double imagesPerSecond() {
    return 1000 * batchSize / medianMillis;
  }

  static Measurement of(Work work, int threads, int batchSize, List<Sample> times) {
    double[] sorted = sorted(times, Sample::wallMillis);
    return new Measurement(
        work,
        threads,
        batchSize,
        sorted.length,
        quantile(sorted, 0.5),
        quantile(sorted, 0.1),
        quantile(sorted, 0.9),
        quantile(sorted(times, Sample::cpuMillis), 0.5));
  }

  private static double[] sorted(List<Sample> times, ToDoubleFunction<Sample> part) {
    return times.stream().mapToDouble(part).sorted().toArray();
  }

  /** Linear between neighbours. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
