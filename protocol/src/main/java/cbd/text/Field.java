package cbd.text;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One component of a record, as a text knows it. */
final class Field {
  private final RecordComponent component;
  private final @Nullable Default defaultValue;
  private final @Nullable Between range;
  private final @Nullable Form form;
  private final @Nullable Pattern pattern;
  private final double min;
  private final double max;
  private volatile @Nullable Object defaultObject;
  private volatile @Nullable Shape shape;

  Field(RecordComponent component) {
    this.component = component;
    this.defaultValue = component.getAnnotation(Default.class);
    this.range = component.getAnnotation(Between.class);
    this.form = component.getAnnotation(Form.class);
    this.min = range == null ? Double.NEGATIVE_INFINITY : range.min();
    this.max = range == null ? Double.POSITIVE_INFINITY : range.max();
    this.pattern = form == null ? null : Pattern.compile(form.pattern());
    component.getAccessor().setAccessible(true);
  }

  String name() {
    return component.getName();
  }

  RecordComponent component() {
    return component;
  }

  /** Looked up when it is first asked for: a type may contain itself. */
  Shape shape() {
    Shape known = shape;
    if (known == null) {
      known = Shape.of(component.getGenericType());
      shape = known;
    }
    return known;
  }

  @Nullable Between range() {
    return range;
  }

  /** Whether a number is in the component's range, if it has one; NaN never is. */
  boolean isInRange(double number) {
    return number >= min && number <= max;
  }

  @Nullable Form form() {
    return form;
  }

  /** Whether a text has the component's form, if it must have one. */
  boolean isOfForm(String text) {
    return pattern == null || pattern.matcher(text).matches();
  }

  /** As a text would write it; null when the component is required. */
  @Nullable String defaultText() {
    return defaultValue == null ? null : defaultValue.value();
  }

  /** The value of a component that a text leaves out; null when it is required. */
  @Nullable Object defaultObject() {
    if (defaultObject == null && defaultValue != null) {
      List<Problem> problems = new ArrayList<>();
      Tree tree = DefaultText.parse(defaultValue.value());
      defaultObject = new TreeReading(problems).readField(this, tree, name());
      if (defaultObject == null) {
        throw new IllegalStateException("the default of " + component + ": " + problems);
      }
    }
    return defaultObject;
  }

  /**
   * Whether the text may say null for "not a number": measurements may, settings, which have a
   * range, may not. A measurement that older texts do not have defaults to null.
   */
  boolean mayBeNaN() {
    return component.getType() == double.class
        && range == null
        && (defaultValue == null || defaultValue.value().equals("null"));
  }

  @Nullable About about() {
    return component.getAnnotation(About.class);
  }

  Object valueIn(Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
