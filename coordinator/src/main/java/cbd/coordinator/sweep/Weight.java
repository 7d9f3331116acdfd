package cbd.coordinator.sweep;

import cbd.text.Tree;
import java.util.Collection;

/** How much there is to read: what bounds the time that a sweep file may take. */
final class Weight {
  private Weight() {}

  /** Values in a tree, itself included; a tree that stands in it twice counts twice. */
  static long of(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      return 1 + mapping.entries().values().stream().mapToLong(each -> of(each.value())).sum();
    }
    return tree instanceof Tree.Sequence list
        ? 1 + list.items().stream().mapToLong(Weight::of).sum()
        : 1;
  }

  /** Of the heaviest; 0 of none. */
  static long most(Collection<Tree> trees) {
    return trees.stream().mapToLong(Weight::of).max().orElse(0);
  }
}
