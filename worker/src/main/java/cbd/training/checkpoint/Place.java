package cbd.training.checkpoint;

import cbd.domain.Phase;
import cbd.text.Between;
import cbd.text.Rules;

/**
 * How far a training is.
 *
 * @param phase which network is trained
 * @param epoch under way, from 1; at an epoch's end the next one, at step 0
 * @param step batches of this epoch that were trained
 * @param reached rises along a training with each step and each measured epoch, by which of two
 *     checkpoints the further one is known
 */
public record Place(
    Phase phase,
    @Between(min = 1) int epoch,
    @Between(min = 0) int step,
    @Between(min = 0) long reached) {
  public Place {
    Rules.check(Place.class, phase, epoch, step, reached);
  }
}
