package cbd.training.bench;

import cbd.training.bench.StepTimes.Sample;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Times of one kind of step.
 *
 * @param work which step
 * @param variant how it was taken
 * @param threads libtorch's threads per operation
 * @param batchSize images per step
 * @param samples steps timed
 * @param medianMillis half of the steps were faster
 * @param p10Millis a tenth was faster
 * @param p90Millis nine tenths were faster
 * @param meanMillis from the end of the warm-up to the end of the pass, by steps. A GPU works
 *     behind the back of the clock and is waited for at the pass's end: there this number counts,
 *     and the others say how long the host is busy
 * @param cpuMillis mean over the steps of what all threads together worked: on a machine that
 *     others use, a better measure of the code than the clock on the wall
 * @param firstMillis median of the first step, in which programs are compiled and memory is
 *     gathered
 */
public record Measurement(
    Work work,
    Variant variant,
    int threads,
    int batchSize,
    int samples,
    double medianMillis,
    double p10Millis,
    double p90Millis,
    double meanMillis,
    double cpuMillis,
    double firstMillis) {

  /** How steps are taken. */
  public enum Variant {
    /** Operation by operation, on batches that the host makes. */
    EAGER,
    /** One call per step, on images that lie on the device. */
    SCRIPTED
  }

  /** What is timed. */
  public enum Work {
    /** A step of ordinary training, as of CBD's backdoored model. */
    PHASE_A,
    /** A step of CBD's clean model by re-weighting alone. */
    PHASE_B,
    /** A critic step and a step of the clean model against it. */
    PHASE_B_CRITIC
  }

  /** Training images per second, on average. */
  public double imagesPerSecond() {
    return 1000 * batchSize / meanMillis;
  }

  /**
   * @param times of the single steps
   * @param passes of whole passes, by their steps
   * @param first of each pass's first step
   */
  static Measurement of(
      Work work,
      Variant variant,
      int threads,
      int batchSize,
      List<Sample> times,
      List<Sample> passes,
      List<Sample> first) {
    double[] sorted = sorted(times, Sample::wallMillis);
    return new Measurement(
        work,
        variant,
        threads,
        batchSize,
        sorted.length,
        quantile(sorted, 0.5),
        quantile(sorted, 0.1),
        quantile(sorted, 0.9),
        passes.stream().mapToDouble(Sample::wallMillis).average().orElse(Double.NaN),
        passes.stream().mapToDouble(Sample::cpuMillis).average().orElse(Double.NaN),
        quantile(sorted(first, Sample::wallMillis), 0.5));
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
