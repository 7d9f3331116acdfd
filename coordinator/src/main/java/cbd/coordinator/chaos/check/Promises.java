package cbd.coordinator.chaos.check;

import java.util.List;

/** All promises, one line each. */
public final class Promises {
  static final List<Promise> ALL =
      List.of(
          new EveryTrialEnds(),
          new OneResult(),
          new OneLeaseAtATime(),
          new SameConfiguration(),
          new SameNumbers(),
          new LeaderboardFollows(),
          new TermsRise(),
          new NothingIsLeft());

  private Promises() {}

  /** What was not kept; empty when all is well. */
  public static List<Violation> violated(Evidence evidence) {
    return ALL.stream()
        .flatMap(
            promise ->
                promise.broken(evidence).stream()
                    .map(words -> new Violation(promise.words(), words)))
        .toList();
  }
}
