package cbd.training.model;

import java.util.List;

/**
 * A tensor as a file's header describes it.
 *
 * @param name such as {@code conv1.weight}
 * @param shape may be empty: one number
 * @param begin of its bytes, counted from the end of the header
 * @param end one beyond its last byte
 */
record TensorEntry(String name, TensorType type, List<Long> shape, long begin, long end) {
  TensorEntry {
    shape = List.copyOf(shape);
  }

  long bytes() {
    return end - begin;
  }

  /** Numbers in it. */
  long count() {
    return bytes() / type.bytes();
  }
}
