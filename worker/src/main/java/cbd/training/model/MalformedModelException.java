package cbd.training.model;

import java.io.IOException;

/** A file is no safetensors file, is damaged, or does not hold what was looked for. */
public final class MalformedModelException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedModelException(String message) {
    super(message);
  }

  MalformedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
