package cbd.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publishes records as JSON Schema, draft 2020-12, for editors: types, ranges, words, defaults, and
 * the sentences of {@link About}. What a constructor checks across components is not in it.
 */
public final class JsonSchema {
  /** The dialect, for the {@code $schema} of a whole document. */
  public static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private JsonSchema() {}

  /** The schema of a record, sealed interface or enum. */
  public static Tree.Mapping of(Class<?> type) {
    return schema(Shape.of(type), true);
  }

  /** The schema of a record of which a text may leave out anything, because others add it. */
  public static Tree.Mapping partial(Class<? extends Record> type) {
    return schema(Shape.of(type), false);
  }

  /** The schema of one component. */
  static Tree.Mapping of(Field field) {
    Map<String, Tree> schema = new LinkedHashMap<>();
    About about = field.about();
    if (about != null) {
      schema.put("description", Tree.Scalar.of(about.value()));
    }
    entries(schema(field.shape(), true)).forEach(schema::putIfAbsent);
    Between range = field.range();
    if (range != null && schema.get("items") instanceof Tree.Mapping items) {
      Map<String, Tree> item = entries(items);
      limits(range, field, item);
      schema.put("items", Tree.Mapping.of(item));
    } else if (range != null) {
      limits(range, field, schema);
    }
    Form form = field.form();
    if (form != null) {
      // A schema's pattern is found anywhere in the text unless it is anchored.
      schema.put("pattern", Tree.Scalar.of("^(?:" + form.pattern() + ")$"));
    }
    if (field.mayBeNaN()) {
      schema.put("type", texts(List.of("number", "null")));
    }
    String defaultText = field.defaultText();
    if (defaultText != null) {
      schema.put("default", DefaultText.parse(defaultText));
    }
    return Tree.Mapping.of(schema);
  }

  private static Tree.Mapping schema(Shape shape, boolean complete) {
    Map<String, Tree> schema = new LinkedHashMap<>();
    if (shape instanceof Shape.Scalar scalar) {
      schema.put("type", Tree.Scalar.of(typeOf(scalar)));
      if (scalar == Shape.Scalar.INSTANT) {
        schema.put("format", Tree.Scalar.of("date-time"));
      }
    } else if (shape == Shape.Raw.MAPPING) {
      schema.put("type", Tree.Scalar.of("object"));
    } else if (shape instanceof Shape.Choice choice) {
      describe(choice.type(), schema);
      schema.put("enum", texts(choice.constants().keySet().stream().toList()));
    } else if (shape instanceof Shape.Items items) {
      schema.put("type", Tree.Scalar.of("array"));
      schema.put("items", schema(items.item(), true));
    } else if (shape instanceof Shape.Variants variants) {
      describe(variants.type(), schema);
      schema.put("oneOf", Tree.Sequence.of(alternatives(variants)));
    } else if (shape instanceof Shape.Fields fields && fields.isBare() && fields.word() == null) {
      return of(fields.fields().get(0));
    } else if (shape instanceof Shape.Fields fields) {
      object(fields, complete, schema);
    }
    return Tree.Mapping.of(schema);
  }

  /** Each bare word on its own, so that an editor can show what it means; then the mappings. */
  private static List<Tree> alternatives(Shape.Variants variants) {
    List<Tree> all = new ArrayList<>();
    variants
        .byWord()
        .forEach(
            (word, fields) -> {
              if (fields.allDefaults()) {
                Map<String, Tree> bare = new LinkedHashMap<>();
                describe(fields.type(), bare);
                bare.put("const", Tree.Scalar.of(word));
                all.add(Tree.Mapping.of(bare));
              }
            });
    variants.byWord().values().forEach(fields -> all.add(schema(fields, true)));
    return all;
  }

  private static void object(Shape.Fields fields, boolean complete, Map<String, Tree> schema) {
    describe(fields.type(), schema);
    schema.put("type", Tree.Scalar.of("object"));
    Map<String, Tree> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    if (fields.word() != null) {
      Tree word = Tree.Scalar.of(fields.word());
      properties.put(RecordReader.TYPE, Tree.Mapping.of(Map.of("const", word)));
      required.add(RecordReader.TYPE);
    }
    if (!fields.presets().isEmpty()) {
      properties.put(Bundle.KEY, presets(fields));
    }
    for (Field field : fields.fields()) {
      properties.put(field.name(), of(field));
      if (field.defaultText() == null && complete) {
        required.add(field.name());
      }
    }
    schema.put("properties", Tree.Mapping.of(properties));
    if (!required.isEmpty()) {
      schema.put("required", texts(required));
    }
    schema.put("additionalProperties", Tree.Scalar.of(false));
  }

  /** The schema of the key {@code preset}: each name on its own, as with bare words. */
  static Tree.Mapping presets(Shape.Fields fields) {
    List<Tree> names = new ArrayList<>();
    for (Bundle preset : fields.presets().values()) {
      Map<String, Tree> name = new LinkedHashMap<>();
      if (!preset.about().isEmpty()) {
        name.put("description", Tree.Scalar.of(preset.about()));
      }
      name.put("const", Tree.Scalar.of(preset.name()));
      names.add(Tree.Mapping.of(name));
    }
    Map<String, Tree> schema = new LinkedHashMap<>();
    schema.put("description", Tree.Scalar.of(Setting.PRESET_ABOUT));
    schema.put("oneOf", Tree.Sequence.of(names));
    return Tree.Mapping.of(schema);
  }

  private static void limits(Between range, Field field, Map<String, Tree> schema) {
    Shape shape = field.shape() instanceof Shape.Items items ? items.item() : field.shape();
    if (Double.isFinite(range.min())) {
      schema.put("minimum", number(range.min(), shape));
    }
    if (Double.isFinite(range.max())) {
      schema.put("maximum", number(range.max(), shape));
    }
  }

  private static Tree number(double value, Shape shape) {
    return Tree.Scalar.of(shape == Shape.Scalar.DOUBLE ? (Object) value : (Object) (long) value);
  }

  private static void describe(Class<?> type, Map<String, Tree> schema) {
    @Nullable About about = type.getAnnotation(About.class);
    if (about != null) {
      schema.put("description", Tree.Scalar.of(about.value()));
    }
  }

  private static String typeOf(Shape.Scalar scalar) {
    return switch (scalar) {
      case INT, LONG -> "integer";
      case DOUBLE -> "number";
      case BOOLEAN -> "boolean";
      case STRING, INSTANT -> "string";
    };
  }

  private static Map<String, Tree> entries(Tree.Mapping mapping) {
    Map<String, Tree> entries = new LinkedHashMap<>();
    mapping.entries().forEach((key, entry) -> entries.put(key, entry.value()));
    return entries;
  }

  private static Tree texts(List<String> words) {
    return Tree.Sequence.of(words.stream().<Tree>map(Tree.Scalar::of).toList());
  }
}
