package cbd.training.runner;

import java.io.IOException;

/** Bytes that are no frame of ours: the other side is not who we think it is. */
public final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedFrameException(String message) {
    super(message);
  }

  public MalformedFrameException(String message, Throwable cause) {
    super(message, cause);
  }
}
