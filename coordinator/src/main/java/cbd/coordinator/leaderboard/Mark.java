package cbd.coordinator.leaderboard;

/** What a reader must know before believing a row. */
public enum Mark {
  ATTACK_FAILED(
      "attack failed",
      "the undefended twin has a mean ASR below 95 %, so the row says nothing about the defense"),
  ATTACK_UNCHECKED(
      "attack unchecked",
      "no undefended twin has a result, so whether the attack works at all is not known"),
  COLLAPSED(
      "collapsed",
      "mean CA below two thirds of the undefended twin's (without one: of the best with this"
          + " attack), ranked behind the others: a network that learned nothing has no back door"
          + " either");

  private final String words;
  private final String rule;

  Mark(String words, String rule) {
    this.words = words;
    this.rule = rule;
  }

  /** What the table shows. */
  public String words() {
    return words;
  }

  /** When a row gets it. */
  public String rule() {
    return rule;
  }
}
