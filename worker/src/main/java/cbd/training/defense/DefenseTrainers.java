package cbd.training.defense;

import cbd.domain.Defense;

/** The registry of defenses. */
public final class DefenseTrainers {
  private DefenseTrainers() {}

  /**
   * The trainer of a defense.
   *
   * @throws IllegalArgumentException when the defense has no trainer
   */
  public static DefenseTrainer of(Defense defense) {
    if (defense instanceof Defense.None) {
      return new NoDefenseTrainer();
    }
    if (defense instanceof Defense.Cbd cbd) {
      return new CbdTrainer(cbd);
    }
    throw new IllegalArgumentException("no trainer is registered for " + defense);
  }
}
