package cbd.training.attack;

/** A poison rate so small that not a single image of the training set would be poisoned. */
public final class PoisonsNothingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PoisonsNothingException(int n, double rate) {
    super(
        String.format(
            "attack.poisonRate %s of %d training images is not one image: nothing would be poisoned."
                + " Raise it to at least %s, or set it to 0",
            rate, n, 1.0 / n));
  }
}
