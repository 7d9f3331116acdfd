package cbd.training.attack;

import cbd.domain.Attack;
import cbd.training.data.ImageSet;
import cbd.training.stage.StageStore;

/**
 * An attack on one trial's images. Sets that another trial poisoned in the same way are read from
 * the store of stages; with the same bytes either way.
 */
public final class SharedAttack {
  private final Attack attack;
  private final AttackContext context;
  private final Poisoner poisoner;
  private final Workshop workshop;

  /**
   * Prepares it; nothing is trained yet.
   *
   * @throws cbd.text.InvalidValueException when the attack does not fit the images
   */
  public SharedAttack(Attack attack, AttackContext context, Workshop workshop) {
    this.attack = attack;
    this.context = context;
    this.workshop = workshop;
    poisoner = Poisoners.of(attack, context);
  }

  /** The training set, see {@link PoisonedSet#of}. */
  public PoisonedSet poison() {
    return stages()
        .get(new PoisonedSetStage(attack, context, poisoner, workshop), workshop::signOfLife);
  }

  /** The test images with the trigger, see {@link TriggeredSet#of}. */
  public TriggeredSet trigger(ImageSet test) {
    return stages()
        .get(
            new TriggeredSetStage(attack, context, test, poisoner, workshop), workshop::signOfLife);
  }

  private StageStore stages() {
    return workshop.stages();
  }
}
