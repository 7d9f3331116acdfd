package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.JsonSchema;
import cbd.text.Location;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    Tree.Mapping described =
        described(
            described(properties, SweepFile.TRIAL, JsonSchema.partial(TrialSpec.class)),
            SweepFile.GRID,
            grid());
    return titled("cbd sweep file", top.with("properties", Location.NONE, described));
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

  private static Tree.Mapping grid() {
    Map<String, List<Tree>> values = new LinkedHashMap<>();
    for (Setting setting : Settings.of(TrialSpec.class)) {
      List<Tree> known = values.computeIfAbsent(setting.path(), path -> new ArrayList<>());
      if (!known.contains(setting.schema())) {
        known.add(setting.schema());
      }
    }
    Map<String, Tree> axes = new LinkedHashMap<>();
    values.forEach((path, schemas) -> axes.put(path, axis(schemas)));
    Map<String, Tree> grid = new LinkedHashMap<>();
    grid.put("properties", Tree.Mapping.of(axes));
    grid.put("additionalProperties", Tree.Scalar.of(false));
    return Tree.Mapping.of(grid);
  }

  /**
   * A setting that several attacks or defenses have, each with its own range, takes any of them.
   */
  private static Tree axis(List<Tree> schemas) {
    Map<String, Tree> axis = new LinkedHashMap<>();
    axis.put("type", Tree.Scalar.of("array"));
    axis.put("minItems", Tree.Scalar.of(1L));
    axis.put(
        "items",
        schemas.size() == 1
            ? schemas.get(0)
            : Tree.Mapping.of(Map.of("anyOf", Tree.Sequence.of(schemas))));
    return Tree.Mapping.of(axis);
  }
}
