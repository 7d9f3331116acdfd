package cbd.coordinator.stopping;

import cbd.domain.Architecture;
import cbd.domain.Attack;
import cbd.domain.Dataset;
import cbd.domain.Defense;
import cbd.domain.TrialSpec;

/**
 * What trials must have in common to be held against each other: what they are up against, how long
 * they train, and the kind of their defense. Settings of the defense and of the training may
 * differ, and so may the repeat: each repeat is a trial of its own.
 *
 * @param trainImages used; 0: all of a set whose size is known only when it is read
 * @param testImages used; 0 as well
 * @param attack with its poison rate and all other settings
 * @param epochs of the final phase
 */
record Problem(
    Dataset dataset,
    int trainImages,
    int testImages,
    Architecture model,
    Attack attack,
    int epochs,
    Class<? extends Defense> defense) {

  static Problem of(TrialSpec spec) {
    return new Problem(
        spec.dataset(),
        spec.usedTrainImages(),
        spec.usedTestImages(),
        spec.model(),
        spec.attack(),
        spec.training().epochs(),
        spec.defense().getClass());
  }

  /** Whether there are poisoned images, so that a bound on the ASR means something. */
  boolean isAttacked() {
    return attack.poisonRate() > 0;
  }
}
