package cbd.coordinator.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked to; nothing of it was written. */
public abstract sealed class StoreException extends RuntimeException
    permits FencedException, OutdatedException, StoreUnavailableException, StoreUnusableException {
  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
