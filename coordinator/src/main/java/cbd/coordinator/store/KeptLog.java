package cbd.coordinator.store;

/**
 * The end of an attempt's log, as its process wrote it: it may hold anything.
 *
 * @param size of the whole log in bytes
 * @param tail its last bytes
 */
@SuppressWarnings("ArrayRecordComponent") // On its way into and out of the store, never compared.
public record KeptLog(long size, byte[] tail) {
  /** Where the tail begins in the log. */
  public long offset() {
    return size - tail.length;
  }
}
