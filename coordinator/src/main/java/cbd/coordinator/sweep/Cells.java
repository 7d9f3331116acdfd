package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.Settings;
import cbd.text.Tree;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The combinations of the axes' choices as trees, not yet checked.
 *
 * @param base what stands before the axes are applied
 * @param axes the last one turns fastest
 */
record Cells(Tree.Mapping base, List<Axis> axes) {
  private static final int BLOCK = 1024;

  /** Stable, so that what is equally deep is applied in the order of the file. */
  private static final Comparator<Assignment> SHALLOW_FIRST =
      Comparator.comparingInt(each -> each.setter().depth());

  /** How many there would be; 1 without axes. */
  BigInteger product() {
    return axes.stream()
        .map(axis -> BigInteger.valueOf(axis.size()))
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
    return tree(cell, setter -> {});
  }

  /**
   * One cell's trial. Shallower settings are applied before deeper ones, so that {@code attack}
   * does not undo {@code attack.poisonRate}; one that the cell does not have is passed over.
   *
   * @param cell from 0
   * @param onApplied hears of each setter whose setting this cell has
   */
  Tree tree(int cell, Consumer<Setter> onApplied) {
    Tree tree = base;
    for (Assignment each : assignments(cell)) {
      Setter setter = each.setter();
      Optional<Tree> changed =
          Settings.with(TrialSpec.class, tree, setter.path(), setter.at(), each.value());
      if (changed.isPresent()) {
        tree = changed.get();
        onApplied.accept(setter);
      }
    }
    return tree;
  }

  private List<Assignment> assignments(int cell) {
    List<List<Assignment>> chosen = new ArrayList<>();
    int rest = cell;
    for (int i = axes.size() - 1; i >= 0; i--) {
      int size = axes.get(i).size();
      chosen.add(0, axes.get(i).choice(rest % size));
      rest /= size;
    }
    return chosen.stream().flatMap(List::stream).sorted(SHALLOW_FIRST).toList();
  }
}
