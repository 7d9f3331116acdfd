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
 */
public record EpochMetrics(
    Phase phase,
    @Between(min = 1) int epoch,
    double loss,
    Scores scores,
    @Between(min = 0) double seconds,
    @Between(min = 0) long images,
    @Default("none") Diagnostics diagnostics) {
  public EpochMetrics {
    Rules.check(EpochMetrics.class, phase, epoch, loss, scores, seconds, images, diagnostics);
  }
}
