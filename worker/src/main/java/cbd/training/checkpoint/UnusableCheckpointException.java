package cbd.training.checkpoint;

/**
 * A checkpoint that was found whole could not be gone on from. What it was read into is of no more
 * use; the training has to begin again, and will not find this one any more.
 */
public final class UnusableCheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
