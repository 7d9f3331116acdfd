package cbd.training.attack;

import cbd.domain.Adaptive;
import cbd.domain.Attack;
import cbd.domain.Watermark;

/** All attacks: one line each. */
public final class Poisoners {
  private Poisoners() {}

  /**
   * The poisoner of an attack.
   *
   * @throws cbd.text.InvalidValueException when the attack does not fit the images
   */
  public static Poisoner of(Attack attack, AttackContext context) {
    Poisoner whole = whole(attack, context);
    Adaptive adaptive = attack.adaptive();
    return adaptive.opacityTrain() == 1 && adaptive.opacityTest() == 1
        ? whole
        : new FadedPoisoner(whole, adaptive.opacityTrain(), adaptive.opacityTest());
  }

  private static Poisoner whole(Attack attack, AttackContext context) {
    if (attack instanceof Attack.BadNets badNets) {
      return new BadNetsPoisoner(badNets, context.height(), context.width());
    }
    if (attack instanceof Attack.Blend blend) {
      return new BlendPoisoner(blend, context);
    }
    if (attack instanceof Attack.Trojan trojan) {
      return trojan.watermark() instanceof Watermark.Generated generated
          ? new GeneratedTrojanPoisoner(trojan, generated, context)
          : new TrojanPoisoner(trojan, context.height(), context.width());
    }
    if (attack instanceof Attack.Sig sig) {
      return new SigPoisoner(sig, context.height(), context.width());
    }
    if (attack instanceof Attack.WaNet waNet) {
      return new WaNetPoisoner(waNet, context.height(), context.width());
    }
    if (attack instanceof Attack.Dynamic dynamic) {
      return new DynamicPoisoner(dynamic, context);
    }
    throw new IllegalArgumentException("no poisoner is registered for " + attack);
  }
}
