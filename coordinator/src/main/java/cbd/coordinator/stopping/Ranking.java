package cbd.coordinator.stopping;

import java.util.Arrays;

/** Numbers in ascending order; adding one costs a search and a move of what is above it. */
final class Ranking {
  private double[] values = new double[8];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    int at = size - above(value);
    System.arraycopy(values, at, values, at + 1, size - at);
    values[at] = value;
    size++;
  }

  int size() {
    return size;
  }

  /** How many are higher than a value. */
  int above(double value) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return size - low;
  }

  /** The one in the middle, or the mean of the two in the middle; only when there is one. */
  double median() {
    double upper = values[size / 2];
    return size % 2 == 1 ? upper : (values[size / 2 - 1] + upper) / 2;
  }
}
