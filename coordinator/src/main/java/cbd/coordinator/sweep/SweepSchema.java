package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.JsonSchema;
import cbd.text.Location;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schemas by which editors complete and check sweep and trial files. What holds between
 * settings only {@link SweepFile} knows.
 */
public final class SweepSchema {
  private SweepSchema() {}

  /** The schema of a sweep file. */
  public static Tree sweep() {
    Tree.Mapping top = JsonSchema.of(SweepText.class);
    Tree.Mapping properties = (Tree.Mapping) Objects.requireNonNull(top.get("properties"));
    Map<String, Tree.Mapping> inner = new LinkedHashMap<>();
    inner.put(SweepFile.TRIAL, JsonSchema.partial(TrialSpec.class));
    inner.put(AxisReading.GRID, reference("axes"));
    inner.put(AxisReading.ZIP, reference("axes"));
    inner.put(AxisReading.LIST, Tree.Mapping.of(Map.of("items", reference("cell"))));
    inner.put(AxisReading.RANDOM, random());
    inner.put(AxisReading.REPEATS, repeats());
    inner.put(SelectionReading.INCLUDE, Tree.Mapping.of(Map.of("items", reference("rule"))));
    inner.put(SelectionReading.EXCLUDE, Tree.Mapping.of(Map.of("items", reference("rule"))));
    for (Map.Entry<String, Tree.Mapping> each : inner.entrySet()) {
      properties = described(properties, each.getKey(), each.getValue());
    }
    return titled(
        "cbd sweep file",
        top.with("properties", Location.NONE, properties)
            .with("$defs", Location.NONE, definitions()));
  }

  /** The schema of a trial file. */
  public static Tree trial() {
    return titled("cbd trial file", JsonSchema.of(TrialSpec.class));
  }

  private static Tree titled(String title, Tree.Mapping schema) {
    Map<String, Tree> titled = new LinkedHashMap<>();
    titled.put("$schema", Tree.Scalar.of(JsonSchema.DIALECT));
    titled.put("title", Tree.Scalar.of(title));
    schema.entries().forEach((key, entry) -> titled.put(key, entry.value()));
    return Tree.Mapping.of(titled);
  }

  /** Puts a setting's inner schema beside its own description. */
  private static Tree.Mapping described(Tree.Mapping properties, String name, Tree.Mapping schema) {
    Tree.Mapping own = (Tree.Mapping) Objects.requireNonNull(properties.get(name));
    for (Map.Entry<String, Tree.Entry> entry : schema.entries().entrySet()) {
      if (!entry.getKey().equals("description")) {
        own = own.with(entry.getKey(), Location.NONE, entry.getValue().value());
      }
    }
    return properties.with(name, Location.NONE, own);
  }

  /** What several parts of a sweep file refer to; a setting's own schema stands once. */
  private static Tree definitions() {
    Map<String, List<Tree>> settings = new LinkedHashMap<>();
    for (Setting setting : Settings.of(TrialSpec.class)) {
      List<Tree> known = settings.computeIfAbsent(setting.path(), path -> new ArrayList<>());
      if (!known.contains(setting.schema())) {
        known.add(setting.schema());
      }
    }
    Map<String, Tree> definitions = new LinkedHashMap<>();
    definitions.put("axes", object(settings.keySet(), path -> list(reference(path), 1, null)));
    definitions.put("cell", object(settings.keySet(), SweepSchema::reference));
    // What a rule asks for may be a part of a value, or a list of which any will do.
    definitions.put("rule", object(settings.keySet(), path -> Tree.Scalar.of(true)));
    definitions.put("draws", object(settings.keySet(), path -> reference("range")));
    definitions.put("range", range());
    settings.forEach((path, schemas) -> definitions.put(path, any(schemas)));
    return Tree.Mapping.of(definitions);
  }

  private static Tree.Mapping reference(String definition) {
    return Tree.Mapping.of(Map.of("$ref", Tree.Scalar.of("#/$defs/" + definition)));
  }

  /** A mapping of settings by their paths, and nothing else. */
  private static Tree object(Collection<String> paths, Function<String, Tree> value) {
    Map<String, Tree> properties = new LinkedHashMap<>();
    paths.forEach(path -> properties.put(path, value.apply(path)));
    Map<String, Tree> object = new LinkedHashMap<>();
    object.put("type", Tree.Scalar.of("object"));
    object.put("properties", Tree.Mapping.of(properties));
    object.put("additionalProperties", Tree.Scalar.of(false));
    return Tree.Mapping.of(object);
  }

  /**
   * A setting that several attacks or defenses have, each with its own range, takes any of them.
   */
  private static Tree any(List<Tree> schemas) {
    return schemas.size() == 1
        ? schemas.get(0)
        : Tree.Mapping.of(Map.of("anyOf", Tree.Sequence.of(schemas)));
  }

  private static Tree list(Tree item, long least, @Nullable Long most) {
    Map<String, Tree> list = new LinkedHashMap<>();
    list.put("type", Tree.Scalar.of("array"));
    list.put("minItems", Tree.Scalar.of(least));
    if (most != null) {
      list.put("maxItems", Tree.Scalar.of(most));
    }
    list.put("items", item);
    return Tree.Mapping.of(list);
  }

  private static Tree.Mapping random() {
    Tree.Mapping random = JsonSchema.of(RandomText.class);
    Tree.Mapping properties = (Tree.Mapping) Objects.requireNonNull(random.get("properties"));
    return random.with(
        "properties", Location.NONE, described(properties, "settings", reference("draws")));
  }

  private static Tree range() {
    Tree number = Tree.Mapping.of(Map.of("type", Tree.Scalar.of("number")));
    Tree whole = Tree.Mapping.of(Map.of("type", Tree.Scalar.of("integer")));
    Map<String, Tree> ways = new LinkedHashMap<>();
    ways.put(RangeReading.UNIFORM, list(number, 2, 2L));
    ways.put(RangeReading.LOG_UNIFORM, list(number, 2, 2L));
    ways.put(RangeReading.INT, list(whole, 2, 2L));
    ways.put(RangeReading.CHOICE, list(Tree.Scalar.of(true), 1, null));
    Map<String, Tree> range = new LinkedHashMap<>();
    range.put("type", Tree.Scalar.of("object"));
    range.put("properties", Tree.Mapping.of(ways));
    range.put("additionalProperties", Tree.Scalar.of(false));
    range.put("minProperties", Tree.Scalar.of(1L));
    range.put("maxProperties", Tree.Scalar.of(1L));
    return Tree.Mapping.of(range);
  }

  private static Tree.Mapping repeats() {
    Map<String, Tree> count = new LinkedHashMap<>();
    count.put("type", Tree.Scalar.of("integer"));
    count.put("minimum", Tree.Scalar.of(1L));
    count.put("maximum", Tree.Scalar.of((long) SweepFile.MAX_TRIALS));
    return Tree.Mapping.of(
        Map.of(
            "oneOf",
            Tree.Sequence.of(List.of(Tree.Mapping.of(count), JsonSchema.of(UntilText.class)))));
  }
}
