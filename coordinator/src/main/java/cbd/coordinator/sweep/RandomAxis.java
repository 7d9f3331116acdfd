package cbd.coordinator.sweep;

import java.util.List;

/**
 * Choices that are drawn. A value depends on the seed, its setting and the number of its sample
 * alone: more samples keep the ones before, and another setting beside it changes none of its own.
 *
 * @param samples how many, at least 1
 * @param seed of the draws, at least 0
 * @param draws one for each setting, at least one
 */
record RandomAxis(int samples, long seed, List<Draw> draws) implements Axis {

  /**
   * A setting that is drawn.
   *
   * @param from what its values are drawn from
   */
  record Draw(Setter setter, Range from) {}

  RandomAxis {
    draws = List.copyOf(draws);
  }

  @Override
  public int size() {
    return samples;
  }

  @Override
  public List<Setter> setters() {
    return draws.stream().map(Draw::setter).toList();
  }

  @Override
  public List<Assignment> choice(int index) {
    return draws.stream()
        .map(draw -> new Assignment(draw.setter(), draw.from().draw(uniform(draw, index))))
        .toList();
  }

  @Override
  public long weight() {
    return draws.stream().mapToLong(draw -> draw.from().weight()).sum();
  }

  /** Between 0, which is possible, and 1, which is not. */
  private double uniform(Draw draw, int index) {
    return Range.uniform("cbd-random/1 " + seed + ' ' + draw.setter().path() + ' ' + index);
  }
}
