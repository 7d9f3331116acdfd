package cbd.coordinator.store;

import org.jspecify.annotations.Nullable;

/**
 * The file is no store that this version can use, and trying again will not help: it is missing,
 * damaged, not a cbd store, of another schema, on a network file system, or an event contradicts
 * what stands in it.
 */
public final class StoreUnusableException extends StoreException {
  private static final long serialVersionUID = 1L;

  StoreUnusableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
