package cbd.text;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records to trees; {@link RecordReader} reads them back.
 *
 * <p>Components stand in the record's order, a sealed choice's {@code type} first; an identifier
 * record with the one component {@code value} is written as that value. A double that is not finite
 * is written as null.
 */
public final class RecordWriter {
  private RecordWriter() {}

  /**
   * The full tree, defaults included.
   *
   * @param value a record, an enum constant, a list of these, or a simple value
   */
  public static Tree tree(Object value) {
    return write(value, false);
  }

  /**
   * The tree without components that equal their default; a sealed choice of which nothing is left
   * but its name is that bare word.
   */
  public static Tree withoutDefaults(Object value) {
    return write(value, true);
  }

  private static Tree fields(Record record, boolean brief) {
    Shape.Fields shape = (Shape.Fields) Shape.of(record.getClass());
    if (shape.isBare() && shape.word() == null) {
      return write(shape.fields().get(0).valueIn(record), brief);
    }
    Map<String, Tree> entries = new LinkedHashMap<>();
    if (shape.word() != null) {
      entries.put(RecordReader.TYPE, Tree.Scalar.of(shape.word()));
    }
    for (Field field : shape.fields()) {
      Object value = field.valueIn(record);
      if (!brief || !value.equals(field.defaultObject())) {
        entries.put(field.name(), write(value, brief));
      }
    }
    boolean nothingToSay = brief && shape.word() != null && shape.allDefaults();
    return nothingToSay && entries.size() == 1
        ? Tree.Scalar.of(shape.word())
        : Tree.Mapping.of(entries);
  }

  private static Tree write(Object value, boolean brief) {
    if (value instanceof Tree tree) {
      return tree;
    }
    if (value instanceof Record record) {
      return fields(record, brief);
    }
    if (value instanceof List<?> list) {
      return Tree.Sequence.of(list.stream().map(item -> write(item, brief)).toList());
    }
    if (value instanceof Enum<?> constant) {
      return Tree.Scalar.of(Words.of(constant));
    }
    if (value instanceof Instant time) {
      return Tree.Scalar.of(time.toString());
    }
    if (value instanceof Integer number) {
      return Tree.Scalar.of(number.longValue());
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return Tree.Scalar.of(null);
    }
    return Tree.Scalar.of(value);
  }

  /** A copy whose mappings are in the order of their keys. */
  static Tree sorted(Tree tree) {
    if (tree instanceof Tree.Mapping mapping) {
      Map<String, Tree> entries = new TreeMap<>();
      mapping.entries().forEach((key, entry) -> entries.put(key, sorted(entry.value())));
      return Tree.Mapping.of(entries);
    }
    if (tree instanceof Tree.Sequence sequence) {
      return Tree.Sequence.of(sequence.items().stream().map(RecordWriter::sorted).toList());
    }
    return tree;
  }
}
