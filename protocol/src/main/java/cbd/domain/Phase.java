package cbd.domain;

/** Which network is trained. */
public enum Phase {
  /** The attacker's own, before there is a poisoned set; it has no measured epochs. */
  ATTACK,
  /** CBD's backdoored model, phase A. */
  BACKDOORED,
  /** The network that is measured in the end: CBD's clean model, or the only one. */
  FINAL
}
