package cbd.text;

import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Enforces the annotations of a record's components; called by compact constructors. */
public final class Rules {
  private Rules() {}

  /**
   * Checks the values a record is being made of.
   *
   * @param type the record
   * @param values its components' values, in order
   * @throws InvalidValueException naming the first component that is null or out of its {@link
   *     Between} range
   */
  public static void check(Class<? extends Record> type, @Nullable Object... values) {
    RecordComponent[] components = type.getRecordComponents();
    if (components.length != values.length) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " has " + components.length + " components, not " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      String broken = broken(components[i], values[i]);
      if (broken != null) {
        throw new InvalidValueException(components[i].getName(), broken);
      }
    }
  }

  /** The rule that a value breaks with the value itself, or null when it breaks none. */
  static @Nullable String broken(RecordComponent component, @Nullable Object value) {
    if (value == null) {
      return "must have a value";
    }
    Between range = component.getAnnotation(Between.class);
    if (range == null) {
      return null;
    }
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      double number = ((Number) each).doubleValue();
      if (!(number >= range.min() && number <= range.max())) {
        return "must be " + phrase(component, range) + ", but was " + each;
      }
    }
    return null;
  }

  /** The range in words: {@code between 0.0 and 1.0}, {@code at least 1}. */
  static String phrase(RecordComponent component, Between range) {
    boolean whole = component.getType() == int.class || component.getType() == long.class;
    String min = whole ? String.valueOf((long) range.min()) : String.valueOf(range.min());
    String max = whole ? String.valueOf((long) range.max()) : String.valueOf(range.max());
    if (Double.isInfinite(range.max())) {
      return "at least " + min;
    }
    return Double.isInfinite(range.min()) ? "at most " + max : "between " + min + " and " + max;
  }
}
