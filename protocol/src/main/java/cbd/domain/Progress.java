package cbd.domain;

import cbd.text.Between;
import cbd.text.Rules;

/**
 * How far an attempt is within an epoch.
 *
 * @param phase which network is being trained
 * @param epoch from 1, within the phase
 * @param epochs of this phase
 * @param step batches done in this epoch, from 0; a critic pass counts its batches too
 * @param steps batches of this epoch
 * @param done share of the whole attempt's work, 0..1, by training steps
 */
public record Progress(
    Phase phase,
    @Between(min = 1) int epoch,
    @Between(min = 1) int epochs,
    @Between(min = 0) int step,
    @Between(min = 1) int steps,
    @Between(min = 0, max = 1) double done) {
  public Progress {
    Rules.check(Progress.class, phase, epoch, epochs, step, steps, done);
  }
}
