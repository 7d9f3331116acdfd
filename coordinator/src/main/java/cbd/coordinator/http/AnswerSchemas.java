package cbd.coordinator.http;

import cbd.coordinator.store.EpochRow;
import cbd.coordinator.store.HistoryEntry;
import cbd.domain.EpochMetrics;
import cbd.domain.Progress;
import cbd.domain.TrialResult;
import cbd.domain.TrialSpec;
import cbd.text.JsonSchema;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the API's answers as JSON Schema, draft 2020-12, each under its record's simple
 * name: of the records in {@link Views} by their components, of the domain's by {@link JsonSchema}.
 */
final class AnswerSchemas {
  /** Components that hold a record of the domain as {@link Plain} makes it, by their names. */
  private static final Map<String, Class<? extends Record>> PLAIN =
      Map.of(
          "spec", TrialSpec.class,
          "progress", Progress.class,
          "lastEpoch", EpochMetrics.class,
          "result", TrialResult.class,
          "metrics", EpochMetrics.class,
          "epochs", EpochRow.class,
          "history", HistoryEntry.class);

  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          String.class, "string",
          int.class, "integer",
          Integer.class, "integer",
          long.class, "integer",
          Long.class, "integer",
          double.class, "number",
          Double.class, "number",
          boolean.class, "boolean");

  private final Map<String, Object> schemas = new TreeMap<>();
  private final Deque<Class<?>> left = new ArrayDeque<>();

  private AnswerSchemas() {}

  /** All of them, by name. */
  static Map<String, Object> all() {
    AnswerSchemas all = new AnswerSchemas();
    all.left.addAll(List.of(Views.class.getDeclaredClasses()));
    all.left.addAll(List.of(PlanViews.class.getDeclaredClasses()));
    all.left.addAll(List.of(AccessViews.class.getDeclaredClasses()));
    all.left.addAll(List.of(NoticeViews.class.getDeclaredClasses()));
    all.left.add(ProblemDocument.class);
    while (!all.left.isEmpty()) {
      Class<?> record = all.left.remove();
      if (!all.schemas.containsKey(record.getSimpleName())) {
        all.schemas.put(record.getSimpleName(), all.object(record));
      }
    }
    PLAIN.values().forEach(type -> all.schemas.put(type.getSimpleName(), plain(type)));
    return all.schemas;
  }

  private Map<String, Object> object(Class<?> record) {
    // What is null is then absent, and what is there is not null.
    boolean leavesOut = record.isAnnotationPresent(JsonInclude.class);
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      AnnotatedType type = component.getAnnotatedType();
      Map<String, Object> schema = schema(type, component.getName());
      boolean nullable = type.isAnnotationPresent(Nullable.class);
      properties.put(component.getName(), nullable && !leavesOut ? orNull(schema) : schema);
      if (!nullable || !leavesOut) {
        required.add(component.getName());
      }
    }
    return Map.of("type", "object", "properties", properties, "required", required);
  }

  private Map<String, Object> schema(AnnotatedType annotated, String component) {
    Type type = annotated.getType();
    if (type instanceof ParameterizedType parameterized) {
      AnnotatedType[] arguments =
          ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
      if (parameterized.getRawType() == List.class) {
        return Map.of("type", "array", "items", schema(arguments[0], component));
      }
      if (arguments[1].getType() != Object.class) {
        return Map.of("type", "object", "additionalProperties", schema(arguments[1], component));
      }
      return reference(
          Objects.requireNonNull(
              PLAIN.get(component), () -> "what the map " + component + " holds is not known"));
    }
    Class<?> simple = (Class<?>) type;
    if (simple.isRecord()) {
      left.add(simple);
      return reference(simple);
    }
    return Map.of(
        "type",
        Objects.requireNonNull(SCALARS.get(simple), () -> simple + " is in no answer so far"));
  }

  private static Map<String, Object> reference(Class<?> record) {
    return Map.of("$ref", "#/components/schemas/" + record.getSimpleName());
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
  }

  private static Object plain(Class<? extends Record> type) {
    return withNulls(Objects.requireNonNull(Plain.value(JsonSchema.of(type))));
  }

  /** A number that is not finite is told as null. */
  private static Object withNulls(Object schema) {
    if (schema instanceof List<?> list) {
      return list.stream().map(AnswerSchemas::withNulls).toList();
    }
    if (schema instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, value) ->
              copy.put(
                  key,
                  key.equals("type") && "number".equals(value)
                      ? List.of("number", "null")
                      : withNulls(value)));
      return copy;
    }
    return schema;
  }
}
