package cbd.training.defense;

/** Training ended early because its listener asked for it. */
public final class TrainingStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingStopped(String message) {
    super(message);
  }
}
