package cbd.training.defense;

import cbd.domain.Phase;

/** A loss became NaN or infinite. Seeds are fixed, so the same trial would come to it again. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String what, double loss, Phase phase, int epoch, int step) {
    super(
        what
            + " must stay finite, but was "
            + loss
            + " (phase "
            + phase
            + ", epoch "
            + epoch
            + ", step "
            + step
            + "). Training cannot go on from here; a smaller learning rate may help.");
  }
}
