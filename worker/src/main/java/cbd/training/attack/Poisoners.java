package cbd.training.attack;

import cbd.domain.Attack;

/** All attacks: one line each. */
public final class Poisoners {
  private Poisoners() {}

  /** The poisoner of an attack for images of this size, in pixels. */
  public static Poisoner of(Attack attack, int height, int width) {
    if (attack instanceof Attack.BadNets) {
      return new BadNetsPoisoner(height, width);
    }
    if (attack instanceof Attack.Blend blend) {
      return new BlendPoisoner(blend, height, width);
    }
    throw new IllegalArgumentException("no poisoner is registered for " + attack);
  }
}
