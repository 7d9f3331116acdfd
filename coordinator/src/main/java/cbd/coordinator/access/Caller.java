package cbd.coordinator.access;

/**
 * Whoever asks, once that is known.
 *
 * @param name of the token
 */
public record Caller(String name, Role role) {
  /** Any process of this machine, on a coordinator that has no tokens. */
  public static final Caller ANYBODY = new Caller("anybody", Role.ADMIN);
}
