package cbd.coordinator.store;

/**
 * A newer cbd has brought the store up to date: whoever is in office finishes its term, but this
 * cbd begins none, for it does not know what its successors write.
 */
public final class OutdatedException extends StoreException {
  private static final long serialVersionUID = 1L;

  /** With a message for the log. */
  public OutdatedException(String message) {
    super(message, null);
  }
}
