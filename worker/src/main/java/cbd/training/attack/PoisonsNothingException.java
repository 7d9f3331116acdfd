package cbd.training.attack;

import cbd.domain.PoisonCount;

/** A poison rate so small that not a single image of the training set would be poisoned. */
public final class PoisonsNothingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param n how many images the rate is a share of, at least 1
   * @param images what images these are
   */
  PoisonsNothingException(int n, String images, double rate) {
    super(
        String.format(
            "attack.poisonRate %s of %d %s is not one image: nothing would be poisoned."
                + " Raise it to at least %s, or set it to 0",
            rate, n, images, PoisonCount.leastRate(n)));
  }
}
