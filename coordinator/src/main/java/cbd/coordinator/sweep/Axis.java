package cbd.coordinator.sweep;

import cbd.text.Tree;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One direction in which the cells of a sweep differ: a number of choices, each of which gives one
 * or more settings a value. The cells are all combinations of the axes' choices.
 */
public sealed interface Axis permits GridAxis, ZipAxis, ListAxis, RandomAxis {

  /** How many choices there are, at least 1. */
  int size();

  /** What of the file gives a value to a setting: each in at least one of the choices. */
  List<Setter> setters();

  /**
   * What one choice sets.
   *
   * @param index from 0
   */
  List<Assignment> choice(int index);

  /** How many values the heaviest choice sets, those within others included. */
  long weight();

  /** The values that a setting gets, by choice; those that leave it alone are passed over. */
  default List<Tree> values(String path) {
    return IntStream.range(0, size())
        .boxed()
        .flatMap(index -> choice(index).stream())
        .filter(each -> each.setter().path().equals(path))
        .map(Assignment::value)
        .toList();
  }
}
