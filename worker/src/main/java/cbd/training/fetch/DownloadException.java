package cbd.training.fetch;

/** A download did not succeed; the message says what is left and what to do. */
public final class DownloadException extends Exception {
  private static final long serialVersionUID = 1L;

  DownloadException(String message) {
    super(message);
  }

  DownloadException(String message, Throwable cause) {
    super(message, cause);
  }
}
