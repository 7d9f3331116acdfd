package cbd.coordinator.stopping;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What was measured of one trial after each epoch of its final phase, for the first time: an
 * attempt that goes on from a checkpoint tells the epochs before it again.
 */
final class Curve {
  /** Of epoch e at e − 1; NaN where nothing was measured. */
  private double[] accuracy = new double[0];

  private double[] success = new double[0];

  /**
   * Adds an epoch.
   *
   * @param epoch from 1
   * @param ca clean accuracy, a fraction 0..1
   * @param asr attack success rate, a fraction 0..1
   * @return false when it is known already, and nothing changed
   */
  boolean add(int epoch, double ca, double asr) {
    if (isKnown(epoch)) {
      return false;
    }
    if (epoch > accuracy.length) {
      int before = accuracy.length;
      int size = Math.max(epoch, Math.min(2 * before, before + 64));
      accuracy = Arrays.copyOf(accuracy, size);
      success = Arrays.copyOf(success, size);
      Arrays.fill(accuracy, before, size, Double.NaN);
    }
    accuracy[epoch - 1] = ca;
    success[epoch - 1] = asr;
    return true;
  }

  private boolean isKnown(int epoch) {
    return epoch <= accuracy.length && !Double.isNaN(accuracy[epoch - 1]);
  }

  /** The epochs that are known, in their order. */
  IntStream epochs() {
    return IntStream.rangeClosed(1, accuracy.length).filter(this::isKnown);
  }

  /**
   * The score after an epoch that is known, see {@link cbd.domain.Stopping}: −1..1, higher is
   * better.
   *
   * @param asrBelow the bound, a fraction 0..1; infinite when there is none
   */
  double score(int epoch, double asrBelow) {
    double rate = success[epoch - 1];
    return rate >= asrBelow ? asrBelow - rate : accuracy[epoch - 1];
  }

  /** The best score of those up to an epoch. */
  double best(int epoch, double asrBelow) {
    return scores(epoch, asrBelow).max().orElseThrow();
  }

  /** The mean of the scores up to an epoch: the running average. */
  double mean(int epoch, double asrBelow) {
    return scores(epoch, asrBelow).average().orElseThrow();
  }

  private DoubleStream scores(int upTo, double asrBelow) {
    return epochs().takeWhile(epoch -> epoch <= upTo).mapToDouble(each -> score(each, asrBelow));
  }
}
