package cbd.text;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Enforces the annotations of a record's components; called by compact constructors. */
public final class Rules {
  private Rules() {}

  /**
   * Checks the values a record is being made of.
   *
   * @param type the record
   * @param values its components' values, in order
   * @throws InvalidValueException naming the first component that is null, out of its {@link
   *     Between} range or not of its {@link Form}
   */
  public static void check(Class<? extends Record> type, @Nullable Object... values) {
    List<Field> fields = ((Shape.Fields) Shape.of(type)).fields();
    if (fields.size() != values.length) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has " + fields.size() + " components, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      String broken = broken(fields.get(i), values[i]);
      if (broken != null) {
        throw new InvalidValueException(fields.get(i).name(), broken);
      }
    }
  }

  /**
   * Throws what rules between components found, all at once.
   *
   * @param broken one per rule, null where it holds
   * @throws InvalidValueException the first, the others suppressed in it
   */
  public static void refuse(@Nullable InvalidValueException... broken) {
    InvalidValueException first = null;
    for (InvalidValueException each : broken) {
      if (first == null) {
        first = each;
      } else if (each != null) {
        first.addSuppressed(each);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** What {@link #refuse} threw, taken apart again. */
  static List<InvalidValueException> all(InvalidValueException thrown) {
    return Stream.concat(Stream.of(thrown), Arrays.stream(thrown.getSuppressed()))
        .filter(InvalidValueException.class::isInstance)
        .map(InvalidValueException.class::cast)
        .toList();
  }

  /** The rule that a value breaks with the value itself, or null when it breaks none. */
  static @Nullable String broken(Field field, @Nullable Object value) {
    if (value == null) {
      return "must have a value";
    }
    Form form = field.form();
    if (form != null && !field.isOfForm(value.toString())) {
      return "must be " + form.words() + ", but was '" + value + "'";
    }
    Between range = field.range();
    if (range == null) {
      return null;
    }
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (!field.isInRange(((Number) each).doubleValue())) {
        return "must be " + phrase(field, range) + ", but was " + each;
      }
    }
    return null;
  }

  /** The range in words: {@code between 0.0 and 1.0}, {@code at least 1}. */
  static String phrase(Field field, Between range) {
    Shape shape = field.shape() instanceof Shape.Items items ? items.item() : field.shape();
    boolean whole = shape == Shape.Scalar.INT || shape == Shape.Scalar.LONG;
    String min = whole ? String.valueOf((long) range.min()) : text(range.min());
    String max = whole ? String.valueOf((long) range.max()) : text(range.max());
    if (Double.isInfinite(range.max())) {
      return "at least " + min;
    }
    return Double.isInfinite(range.min()) ? "at most " + max : "between " + min + " and " + max;
  }

  private static String text(double limit) {
    return Double.isFinite(limit) ? Decimal.text(limit) : String.valueOf(limit);
  }
}
