package cbd.domain;

/** Which network an epoch trained. */
public enum Phase {
  /** CBD's backdoored model, phase A. */
  BACKDOORED,
  /** The network that is measured in the end: CBD's clean model, or the only one. */
  FINAL
}
