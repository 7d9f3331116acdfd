package cbd.text;

/** Finds where a setting stands in a tree. */
final class Places {
  private Places() {}

  /**
   * The place of a value, or of the closest thing around it that the text holds.
   *
   * @param path dotted, from the tree's top, such as {@code attack.mapping.target}
   */
  static Location of(Tree tree, String path) {
    Tree found = tree;
    for (String key : path.split("\\.", -1)) {
      Tree inner = found instanceof Tree.Mapping mapping ? mapping.get(key) : null;
      if (inner == null) {
        break;
      }
      found = inner;
    }
    return found.at();
  }
}
