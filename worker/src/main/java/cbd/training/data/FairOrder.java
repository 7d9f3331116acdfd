package cbd.training.data;

import cbd.training.random.SplitMix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The order of data sets whose files lie class by class, so that the first n of any n are a fair
 * sample: each class gets its share, spread evenly (image j of the m of a class stands at (j + ½)/m
 * of the way), and within a class the images stand as a hash of their names has it, because
 * neighbours in name are often frames of one scene. The same on every machine; an image that is
 * missing changes the order of the others of its class by nothing.
 */
final class FairOrder {
  private static final long SEED = 0x4641_4952_0001L;

  private FairOrder() {}

  /**
   * Orders images.
   *
   * @param classes the images of each class
   * @param name of an image, unique in its class and the same on every machine
   */
  static <T> List<T> of(List<List<T>> classes, Function<T, String> name) {
    List<Place<T>> places = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      List<T> shuffled =
          classes.get(label).stream()
              .sorted(
                  Comparator.comparingLong((T each) -> rank(name.apply(each))).thenComparing(name))
              .toList();
      for (int j = 0; j < shuffled.size(); j++) {
        places.add(new Place<>(shuffled.get(j), j, shuffled.size(), label));
      }
    }
    places.sort(Comparator.naturalOrder());
    return places.stream().map(Place::image).toList();
  }

  private static long rank(String name) {
    return SplitMix.at(SEED, name).nextLong();
  }

  /** The j-th image of m of a class. */
  private record Place<T>(T image, long j, long m, int label) implements Comparable<Place<T>> {
    @Override
    public int compareTo(Place<T> other) {
      int byShare = Long.compare((2 * j + 1) * other.m, (2 * other.j + 1) * m);
      return byShare != 0 ? byShare : Integer.compare(label, other.label);
    }
  }
}
