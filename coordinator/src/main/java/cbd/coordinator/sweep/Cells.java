package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.Settings;
import cbd.text.Tree;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The combinations of a grid's axis values as trees, not yet checked.
 *
 * @param base what stands before the axes are applied
 * @param axes in the order of the file
 */
record Cells(Tree.Mapping base, List<Axis> axes) {
  private static final int BLOCK = 1024;

  /** How many there would be; 1 without axes. */
  BigInteger product() {
    return axes.stream()
        .map(axis -> BigInteger.valueOf(axis.values().size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  int size() {
    return product().intValueExact();
  }

  /**
   * Cells that are made at the same time.
   *
   * @param from the first
   * @param to behind the last
   */
  record Block(int from, int to) {
    IntStream cells() {
      return IntStream.range(from, to);
    }
  }

  /** All cells in their order, a thousand or so at a time: enough to share, few to hold. */
  Stream<Block> blocks() {
    int size = size();
    return IntStream.iterate(0, from -> from < size, from -> from + BLOCK)
        .mapToObj(from -> new Block(from, Math.min(size, from + BLOCK)));
  }

  Tree tree(int cell) {
    return tree(cell, axis -> {});
  }

  /**
   * One cell's trial. Shallower axes are applied before deeper ones, so that {@code attack} does
   * not undo {@code attack.poisonRate}; one into a setting that the cell does not have is passed
   * over.
   *
   * @param cell from 0; the last axis turns fastest
   * @param onApplied hears the index of each axis whose setting this cell has
   */
  Tree tree(int cell, IntConsumer onApplied) {
    int[] choice = new int[axes.size()];
    int rest = cell;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int values = axes.get(i).values().size();
      choice[i] = rest % values;
      rest /= values;
    }
    Tree tree = base;
    for (int i : shallowFirst()) {
      Axis axis = axes.get(i);
      Tree value = axis.values().get(choice[i]);
      Optional<Tree> changed = Settings.with(TrialSpec.class, tree, axis.path(), axis.at(), value);
      if (changed.isPresent()) {
        tree = changed.get();
        onApplied.accept(i);
      }
    }
    return tree;
  }

  private List<Integer> shallowFirst() {
    return IntStream.range(0, axes.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> axes.get(i).depth()))
        .toList();
  }
}
