package cbd.training.checkpoint;

import java.io.IOException;

/** A checkpoint's bytes are not those that were written. */
final class DamagedCheckpointException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedCheckpointException(String message) {
    super(message);
  }
}
