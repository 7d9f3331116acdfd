package cbd.domain;

import cbd.text.Between;
import cbd.text.Default;
import cbd.text.Rules;

/**
 * One measurement, after one epoch.
 *
 * @param phase which network was trained
 * @param epoch from 1, counted within the phase
 * @param loss mean training loss over the epoch's images, of what was minimised
 * @param scores of the trained network
 * @param seconds wall time of the epoch's training, evaluation excluded
 * @param images training images the epoch stepped over, with repetition (a critic pass counts)
 * @param diagnostics what the defense tells besides
 * @param retold whether it was not trained now: it was told before by another attempt, from whose
 *     checkpoint this one goes on, or by another trial, whose backdoored model this one uses
 */
public record EpochMetrics(
    Phase phase,
    @Between(min = 1) int epoch,
    double loss,
    Scores scores,
    @Between(min = 0) double seconds,
    @Between(min = 0) long images,
    @Default("none") Diagnostics diagnostics,
    @Default("false") boolean retold) {
  public EpochMetrics {
    Rules.check(
        EpochMetrics.class, phase, epoch, loss, scores, seconds, images, diagnostics, retold);
  }

  /** Of an epoch that was trained now. */
  public EpochMetrics(
      Phase phase,
      int epoch,
      double loss,
      Scores scores,
      double seconds,
      long images,
      Diagnostics diagnostics) {
    this(phase, epoch, loss, scores, seconds, images, diagnostics, false);
  }

  /** The same measurement, told once more. */
  public EpochMetrics again() {
    return new EpochMetrics(phase, epoch, loss, scores, seconds, images, diagnostics, true);
  }
}
