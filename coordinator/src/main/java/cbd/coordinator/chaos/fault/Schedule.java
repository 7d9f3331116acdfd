package cbd.coordinator.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Which faults happen in which order, with what pauses: a pure function of a seed. Every kind comes
 * once before one comes again, in a new order each time.
 */
public final class Schedule {
  private static final int MOST_TARGETS = 1_000_000;
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

  private Schedule() {}

  /**
   * Makes one.
   *
   * @param faults how many, from 1
   * @param kinds to choose from
   */
  public static List<PlannedFault> of(long seed, int faults, List<FaultKind> kinds) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PlannedFault> planned = new ArrayList<>();
    List<FaultKind> deck = new ArrayList<>();
    for (int number = 1; number <= faults; number++) {
      if (deck.isEmpty()) {
        deck.addAll(kinds);
      }
      FaultKind kind = deck.remove(random.nextInt(deck.size()));
      planned.add(
          new PlannedFault(
              number,
              kind,
              random.nextInt(MOST_TARGETS),
              between(random, SHORTEST_PAUSE, LONGEST_PAUSE),
              between(random, kind.shortest(), kind.longest())));
    }
    return planned;
  }

  private static Duration between(SplittableRandom random, Duration shortest, Duration longest) {
    return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis() + 1));
  }
}
