package cbd.coordinator.http;

/**
 * How much one client, or all together, may ask of an API.
 *
 * @param requestsPerSecond of one address, for ever; for a moment five times as many
 * @param connections of all clients together; more wait until one is closed
 */
public record Limits(int requestsPerSecond, int connections) {
  /** Far above what a page and a few scripts ask for, far below what one coordinator can answer. */
  public static final Limits DEFAULT = new Limits(200, 2000);

  /** Times the steady rate that may come at once. */
  static final int BURST = 5;

  /** Failed log-ins of one address at once; then one in ten seconds. */
  static final int FAILURES = 10;

  static final double FAILURES_PER_SECOND = 0.1;
}
