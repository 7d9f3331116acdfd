package cbd.coordinator.store;

/**
 * The store cannot write or read for now: the disk is full, a device failed, another process holds
 * the lock. Nothing was half written; the same call may be made again.
 */
public final class StoreUnavailableException extends StoreException {
  private static final long serialVersionUID = 1L;

  StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
