package cbd.coordinator.leaderboard;

/** What a leaderboard says of each cell, in the order of its columns; fractions 0..1. */
public enum Measure {
  CLEAN_ACCURACY("CA", "ca"),
  CLEAN_ACCURACY_NON_TARGET("CA-nt", "ca_non_target"),
  ATTACK_SUCCESS_RATE("ASR", "asr"),
  ROBUST_ACCURACY("RA", "ra"),
  DEFENSE_EFFECTIVENESS("DER", "der");

  private final String title;
  private final String column;

  Measure(String title, String column) {
    this.title = title;
    this.column = column;
  }

  /** As the field abbreviates it. */
  public String title() {
    return title;
  }

  /** Whether a defense is the better the lower it is. */
  boolean lowIsGood() {
    return this == ATTACK_SUCCESS_RATE;
  }

  /** In files: the beginning of {@code ca_mean}, {@code ca_sd}, {@code ca_ci95}. */
  public String column() {
    return column;
  }
}
