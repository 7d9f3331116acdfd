package cbd.coordinator.http;

/**
 * How often listeners are told: once a second, but less often when the picture is so large and they
 * are so many that it would fill the coordinator's network.
 */
final class EventPace {
  /** To all listeners together; a fifth of what a gigabit carries. */
  private static final long BYTES_PER_SECOND = 25_000_000;

  private static final long SHORTEST_MILLIS = 1000;

  private EventPace() {}

  /**
   * From one look to the next.
   *
   * @param bytes of the picture
   */
  static long millis(long bytes, int listeners) {
    return Math.max(SHORTEST_MILLIS, 1000 * bytes * listeners / BYTES_PER_SECOND);
  }
}
