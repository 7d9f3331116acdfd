package cbd.text;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What kind of text a Java type is read from and written as. */
sealed interface Shape {

  /** One word or number. */
  enum Scalar implements Shape {
    INT("a whole number"),
    LONG("a whole number"),
    DOUBLE("a number"),
    BOOLEAN("true or false"),
    STRING("a text"),
    INSTANT("a time such as 2026-01-31T12:00:00Z");

    private final String phrase;

    Scalar(String phrase) {
      this.phrase = phrase;
    }

    /** For messages. */
    String phrase() {
      return phrase;
    }
  }

  /** The tree itself. */
  enum Raw implements Shape {
    ANYTHING,
    MAPPING
  }

  /** One word of several. */
  record Choice(Class<?> type, Map<String, Enum<?>> constants) implements Shape {}

  /** A list. */
  record Items(Shape item) implements Shape {}

  /**
   * A record: a mapping, or the bare text of its one component if that is called {@code value}.
   *
   * @param word its name among its sealed siblings; null when it has none
   * @param presets by name, in their order
   * @param keys what may stand in its mapping, {@code type} aside
   * @param allDefaults whether nothing of it must be given
   */
  record Fields(
      Class<? extends Record> type,
      @Nullable String word,
      List<Field> fields,
      Map<String, Bundle> presets,
      Set<String> keys,
      boolean allDefaults)
      implements Shape {

    /** Whether this is an identifier such as {@code LeaseId(value)}, written without braces. */
    boolean isBare() {
      return fields.size() == 1 && fields.get(0).name().equals("value");
    }

    /** The preset that a mapping asks for; null when it asks for none that exists. */
    @Nullable Bundle preset(Tree.Mapping mapping) {
      String name = TreeReading.word(mapping.get(Bundle.KEY));
      return name == null ? null : presets.get(name);
    }
  }

  /** A sealed interface of records: a mapping with {@code type}, or the bare word. */
  record Variants(Class<?> type, Map<String, Fields> byWord) implements Shape {}

  /** The shape of a type; recursive types are looked up when they are met. */
  static Shape of(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new Items(of(list.getActualTypeArguments()[0]));
    }
    if (type instanceof Class<?> plain) {
      return Shapes.CACHE.get(plain);
    }
    throw new IllegalArgumentException("no text form is known for " + type);
  }

  /** The records beside which one stands in its sealed interface, itself included. */
  static List<Fields> siblings(Class<? extends Record> type) {
    return Arrays.stream(type.getInterfaces())
        .filter(Class::isSealed)
        .flatMap(choice -> ((Variants) of(choice)).byWord().values().stream())
        .toList();
  }

  /** Builds and keeps the shapes of classes. */
  final class Shapes {
    private static final Map<Class<?>, Scalar> SCALARS =
        Map.ofEntries(
            Map.entry(int.class, Scalar.INT),
            Map.entry(Integer.class, Scalar.INT),
            Map.entry(long.class, Scalar.LONG),
            Map.entry(Long.class, Scalar.LONG),
            Map.entry(double.class, Scalar.DOUBLE),
            Map.entry(Double.class, Scalar.DOUBLE),
            Map.entry(boolean.class, Scalar.BOOLEAN),
            Map.entry(Boolean.class, Scalar.BOOLEAN),
            Map.entry(String.class, Scalar.STRING),
            Map.entry(Instant.class, Scalar.INSTANT));

    private static final ClassValue<Shape> CACHE =
        new ClassValue<>() {
          @Override
          protected Shape computeValue(Class<?> type) {
            return build(type);
          }
        };

    private Shapes() {}

    private static Shape build(Class<?> type) {
      Scalar scalar = SCALARS.get(type);
      if (scalar != null) {
        return scalar;
      }
      if (type == Tree.class || type == Tree.Mapping.class) {
        return type == Tree.class ? Raw.ANYTHING : Raw.MAPPING;
      }
      if (type.isEnum()) {
        Map<String, Enum<?>> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
          constants.put(Words.of((Enum<?>) constant), (Enum<?>) constant);
        }
        return new Choice(type, constants);
      }
      if (type.isRecord()) {
        return fields(type.asSubclass(Record.class));
      }
      if (type.isSealed() && type.isInterface()) {
        Map<String, Fields> byWord = new LinkedHashMap<>();
        records(type).forEach(record -> byWord.put(Words.of(record), (Fields) CACHE.get(record)));
        return new Variants(type, byWord);
      }
      throw new IllegalArgumentException("no text form is known for " + type.getName());
    }

    private static Fields fields(Class<? extends Record> type) {
      boolean hasSiblings = Stream.of(type.getInterfaces()).anyMatch(Class::isSealed);
      Map<String, Bundle> presets = new LinkedHashMap<>();
      for (Preset preset : type.getAnnotationsByType(Preset.class)) {
        presets.put(preset.name(), Bundle.of(preset));
      }
      List<Field> fields = Arrays.stream(type.getRecordComponents()).map(Field::new).toList();
      Set<String> keys = new LinkedHashSet<>();
      if (!presets.isEmpty()) {
        keys.add(Bundle.KEY);
      }
      fields.forEach(field -> keys.add(field.name()));
      return new Fields(
          type,
          hasSiblings ? Words.of(type) : null,
          fields,
          Collections.unmodifiableMap(presets),
          Collections.unmodifiableSet(keys),
          fields.stream().allMatch(field -> field.defaultText() != null));
    }

    private static Stream<Class<? extends Record>> records(Class<?> choice) {
      return Arrays.stream(choice.getPermittedSubclasses())
          .flatMap(
              each -> each.isRecord() ? Stream.of(each.asSubclass(Record.class)) : records(each));
    }
  }
}
