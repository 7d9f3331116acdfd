package cbd.coordinator.schedule;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** All chance of one simulation, from one seed. */
final class SimulatedChance {
  private final RandomGenerator random;

  SimulatedChance(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** A time between two, in milliseconds. */
  Duration between(long low, long high) {
    return Duration.ofMillis(random.nextLong(low, high + 1));
  }

  Duration seconds(int low, int high) {
    return between(low * 1000L, high * 1000L);
  }
}
