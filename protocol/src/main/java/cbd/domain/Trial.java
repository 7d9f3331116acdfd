package cbd.domain;

/**
 * A configuration with its identity.
 *
 * @param id of this very spec
 */
public record Trial(TrialId id, TrialSpec spec) {
  public static Trial of(TrialSpec spec) {
    return new Trial(TrialId.of(spec), spec);
  }
}
