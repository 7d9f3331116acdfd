package cbd.coordinator.access;

import java.util.Locale;

/** What a token is good for; each may all that the one before it may. */
public enum Role {
  /** Looks at everything, the metrics among it. */
  READ,

  /** Submits sweeps; cancels, pauses, resumes and retries them and their trials. */
  SUBMIT,

  /** Takes workers out of service, gives tokens and takes them back, reads the audit log. */
  ADMIN;

  /** Whether it suffices where another is needed. */
  public boolean allows(Role needed) {
    return compareTo(needed) >= 0;
  }

  /** As it is stored and said. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * By its word.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
