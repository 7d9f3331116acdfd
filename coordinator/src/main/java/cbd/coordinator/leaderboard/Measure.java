package cbd.coordinator.leaderboard;

/** What a leaderboard says of each cell, in the order of its columns; fractions 0..1. */
public enum Measure {
  CLEAN_ACCURACY("CA", "ca", "clean accuracy"),
  CLEAN_ACCURACY_NON_TARGET(
      "CA-nt", "ca_non_target", "clean accuracy over the classes that count for ASR"),
  ATTACK_SUCCESS_RATE("ASR", "asr", "attack success rate"),
  ROBUST_ACCURACY("RA", "ra", "robust accuracy"),
  DEFENSE_EFFECTIVENESS("DER", "der", "defense effectiveness rating");

  private final String title;
  private final String column;
  private final String words;

  Measure(String title, String column, String words) {
    this.title = title;
    this.column = column;
    this.words = words;
  }

  /** As the field abbreviates it. */
  public String title() {
    return title;
  }

  /** What the abbreviation stands for. */
  String words() {
    return words;
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
