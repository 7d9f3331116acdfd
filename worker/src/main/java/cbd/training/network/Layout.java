package cbd.training.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What numbers a network will have, in order, each array with the rule of its first values. There
 * is one for its parameters and one for its running statistics.
 */
public final class Layout {

  /** Draws one first value. */
  public interface Initial {
    /** Every value is zero. */
    Initial ZERO = random -> 0f;

    /** Every value is one. */
    Initial ONE = random -> 1f;

    /** One value. */
    float draw(RandomGenerator random);

    /** These values, in this order. */
    static Initial given(List<Double> values) {
      Iterator<Double> next = values.iterator();
      return random -> next.next().floatValue();
    }

    /** Normal with mean 0. */
    static Initial normal(double deviation) {
      return random -> (float) (deviation * StandardNormal.draw(random));
    }

    /** Uniform in [−bound, bound). */
    static Initial uniform(double bound) {
      return random -> (float) (bound * (2 * StandardNormal.unit(random) - 1));
    }
  }

  /**
   * One array.
   *
   * @param name as PyTorch calls it
   */
  public record Entry(String name, Shape shape, Initial initial) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Adds an array.
   *
   * @return its index among {@link #entries} and {@link #views}
   */
  public int add(String name, Initial initial, long... shape) {
    entries.add(new Entry(name, new Shape(shape), initial));
    return entries.size() - 1;
  }

  /** The arrays in order. */
  public List<Entry> entries() {
    return Collections.unmodifiableList(entries);
  }

  /** Makes the parameters on a manager of their own below {@code parent}. */
  public Parameters draw(NDManager parent, RandomGenerator random) {
    return new Parameters(parent, this, values(random));
  }

  /** First values of all arrays, end to end. */
  float[] values(RandomGenerator random) {
    int count = Math.toIntExact(entries.stream().mapToLong(e -> e.shape().size()).sum());
    float[] values = new float[count];
    int at = 0;
    for (Entry entry : entries) {
      for (long i = entry.shape().size(); i > 0; i--) {
        values[at++] = entry.initial().draw(random);
      }
    }
    return values;
  }

  /** The arrays in order, as views of a flat one that has them end to end. */
  List<NDArray> views(NDArray flat) {
    long[] splits = new long[Math.max(0, entries.size() - 1)];
    long end = 0;
    for (int i = 0; i < splits.length; i++) {
      end += entries.get(i).shape().size();
      splits[i] = end;
    }
    NDList parts = splits.length == 0 ? new NDList(flat) : flat.split(splits);
    NDArray[] shaped = new NDArray[parts.size()];
    for (int i = 0; i < shaped.length; i++) {
      Shape shape = entries.get(i).shape();
      shaped[i] = shape.dimension() == 1 ? parts.get(i) : parts.get(i).reshape(shape);
    }
    return List.of(shaped);
  }

  /** Arrays in this order by their names. */
  Map<String, NDArray> named(List<NDArray> arrays) {
    Map<String, NDArray> named = new LinkedHashMap<>();
    for (int i = 0; i < arrays.size(); i++) {
      named.put(entries.get(i).name(), arrays.get(i));
    }
    return Collections.unmodifiableMap(named);
  }
}
