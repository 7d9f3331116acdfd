package cbd.text;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One component of a record, as a text knows it. */
final class Field {
  private final RecordComponent component;
  private final @Nullable Default defaultValue;
  private final @Nullable Between range;
  private final @Nullable Form form;
  private volatile @Nullable Object defaultObject;

  Field(RecordComponent component) {
    this.component = component;
    this.defaultValue = component.getAnnotation(Default.class);
    this.range = component.getAnnotation(Between.class);
    this.form = component.getAnnotation(Form.class);
    component.getAccessor().setAccessible(true);
  }

  String name() {
    return component.getName();
  }

  RecordComponent component() {
    return component;
  }

  Shape shape() {
    return Shape.of(component.getGenericType());
  }

  @Nullable Between range() {
    return range;
  }

  @Nullable Form form() {
    return form;
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
