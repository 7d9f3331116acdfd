package cbd.coordinator.leaderboard;

/** What a reader must know before believing a row. */
public enum Mark {
  ATTACK_FAILED(
      "attack failed",
      "the undefended twin has a mean ASR below 95 %, so the row says nothing about the defense"),
  ATTACK_UNCHECKED(
      "attack unchecked",
      "no undefended twin has a result, so whether the attack works at all is not known"),
  REFERENCE_AT_CHANCE(
      "reference at chance",
      "the undefended twin learned nothing: its mean CA is less than a twentieth of the way from"
          + " chance, 1 in the number of classes, to 100 %. Nothing can be compared with it, so no"
          + " DER is shown"),
  COLLAPSED(
      "collapsed",
      "mean CA below two thirds of the undefended twin's (without one: of the best with this"
          + " attack), ranked behind the others: a network that learned nothing has no back door"
          + " either"),
  SURVIVORS(
      "survivors only",
      "some of its repeats were stopped early because they did badly, so its means are over those"
          + " that did well and flatter it");

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
