package cbd.training.network;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The parameters a network will have, in order, each with the rule of its first values. */
public final class Layout {

  /** Draws one first value. */
  public interface Initial {
    /** Every value is zero. */
    Initial ZERO = random -> 0f;

    /** Every value is one. */
    Initial ONE = random -> 1f;

    /** One value. */
    float draw(RandomGenerator random);

    /** Normal with mean 0. */
    static Initial normal(double deviation) {
      return random -> (float) (deviation * StandardNormal.draw(random));
    }

    /** Uniform in [−bound, bound). */
    static Initial uniform(double bound) {
      return random -> (float) (bound * (2 * StandardNormal.unit(random) - 1));
    }
  }

  record Entry(String name, Shape shape, Initial initial) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Adds a parameter.
   *
   * @return its index in {@link Parameters#constants} and {@link Parameters#variables}
   */
  public int add(String name, Initial initial, long... shape) {
    entries.add(new Entry(name, new Shape(shape), initial));
    return entries.size() - 1;
  }

  /** Makes the parameters on a manager of their own below {@code parent}. */
  public Parameters draw(NDManager parent, RandomGenerator random) {
    int count = Math.toIntExact(entries.stream().mapToLong(e -> e.shape().size()).sum());
    float[] values = new float[count];
    int at = 0;
    for (Entry entry : entries) {
      for (long i = entry.shape().size(); i > 0; i--) {
        values[at++] = entry.initial().draw(random);
      }
    }
    return new Parameters(parent, entries, values);
  }
}
