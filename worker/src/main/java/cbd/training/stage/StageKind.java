package cbd.training.stage;

import cbd.text.Words;

/** What a stage is; also the first word of its file's name and a label of the metrics. */
public enum StageKind {
  /** An attacker's trained generators or searched pattern. */
  GENERATOR,
  /** The training set with the trigger in some of its images. */
  POISONED_SET,
  /** The test images with the trigger. */
  TRIGGERED_SET,
  /** CBD's backdoored model, phase A. */
  BACKDOORED_MODEL;

  /** Such as {@code poisoned-set}. */
  public String word() {
    return Words.of(this);
  }
}
