package cbd.coordinator.sweep;

import cbd.domain.Repeats;
import cbd.domain.TrialSpec;
import cbd.text.AsList;
import cbd.text.InvalidTextException;
import cbd.text.Location;
import cbd.text.Nearest;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what makes the cells of a sweep file differ: {@code grid}, {@code zip}, {@code list},
 * {@code random} in the order of the file, and {@code repeats} behind them.
 */
final class AxisReading {
  static final String GRID = "grid";
  static final String ZIP = "zip";
  static final String LIST = "list";
  static final String RANDOM = "random";
  static final String REPEATS = "repeats";
  static final String REPEAT = "repeat";

  private final Set<String> known =
      Settings.of(TrialSpec.class).stream()
          .map(Setting::path)
          .collect(Collectors.toCollection(TreeSet::new));
  private final Collection<Problem> problems;
  private final List<Axis> axes = new ArrayList<>();
  private Repeats repeats = new Repeats.AsWritten();
  private int setters;

  /**
   * @param problems receives what is wrong, but for the kinds of the file's own settings
   */
  AxisReading(Collection<Problem> problems) {
    this.problems = problems;
  }

  void read(Tree.Mapping file) {
    file.entries()
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof Tree.Mapping settings) {
                switch (key) {
                  case GRID -> columns(GRID, settings).forEach(axes::add);
                  case ZIP -> zip(settings);
                  case RANDOM -> random(settings);
                  default -> {} // No axis, or of a wrong kind, which is told elsewhere.
                }
              } else if (key.equals(LIST) && entry.value() instanceof Tree.Sequence rows) {
                list(rows);
              }
            });
    Tree.Entry entry = file.entries().get(REPEATS);
    if (entry != null) {
      repeats(entry);
    }
    setOnce(file);
  }

  /** In their order; without those that could not be read. */
  List<Axis> axes() {
    return axes;
  }

  /** Whether cells may get more repeats than the axes give them. */
  Repeats repeats() {
    return repeats;
  }

  private List<GridAxis> columns(String key, Tree.Mapping settings) {
    List<GridAxis> columns = new ArrayList<>();
    settings
        .entries()
        .forEach(
            (path, entry) -> {
              Setter setter = setter(key + "." + path, path, entry.keyAt());
              if (setter == null) {
                return;
              }
              if (entry.value() instanceof Tree.Sequence list && !list.items().isEmpty()) {
                columns.add(new GridAxis(setter, list.items()));
              } else {
                String hint = AsList.hint(entry.value());
                problem(
                    setter.key(),
                    entry.value().at(),
                    "must be a list of at least one value"
                        + (hint.isEmpty() ? ", such as [a, b]" : hint));
              }
            });
    return columns;
  }

  private void zip(Tree.Mapping settings) {
    List<GridAxis> columns = columns(ZIP, settings);
    for (GridAxis column : columns) {
      GridAxis first = columns.get(0);
      if (column.size() != first.size()) {
        problem(
            column.setter().key(),
            column.setter().at(),
            "must have as many values as "
                + first.setter().key()
                + ", for they advance together: "
                + first.size()
                + ", but has "
                + column.size());
      }
    }
    if (!columns.isEmpty()
        && columns.stream().allMatch(column -> column.size() == columns.get(0).size())) {
      axes.add(new ZipAxis(columns));
    }
  }

  private void list(Tree.Sequence rows) {
    List<List<Assignment>> read = new ArrayList<>();
    for (int i = 0; i < rows.items().size(); i++) {
      if (rows.items().get(i) instanceof Tree.Mapping row) {
        List<Assignment> assignments = new ArrayList<>();
        String key = LIST + "[" + i + "].";
        row.entries()
            .forEach(
                (path, entry) -> {
                  Setter setter = setter(key + path, path, entry.keyAt());
                  if (setter != null) {
                    assignments.add(new Assignment(setter, entry.value()));
                  }
                });
        read.add(assignments);
      }
    }
    if (rows.items().isEmpty()) {
      problem(LIST, rows.at(), "must have at least one cell, such as {attack: badnets}");
    } else if (!read.isEmpty()) {
      axes.add(new ListAxis(read));
    }
  }

  private void random(Tree.Mapping mapping) {
    List<Problem> found = new ArrayList<>();
    RandomText text = RecordReader.read(RandomText.class, mapping, RANDOM, found);
    problems.addAll(found);
    if (!(mapping.get("settings") instanceof Tree.Mapping settings)) {
      return;
    }
    RangeReading ranges = new RangeReading(problems);
    List<RandomAxis.Draw> draws = new ArrayList<>();
    settings
        .entries()
        .forEach(
            (path, entry) -> {
              Setter setter = setter(RANDOM + ".settings." + path, path, entry.keyAt());
              Range range = setter == null ? null : ranges.read(setter.key(), entry.value());
              if (setter != null && range != null) {
                draws.add(new RandomAxis.Draw(setter, range));
              }
            });
    if (settings.entries().isEmpty()) {
      problem(
          RANDOM + ".settings",
          settings.at(),
          "must have at least one setting, such as defense.t1: {int: [2, 8]}");
    }
    if (text != null && !draws.isEmpty()) {
      axes.add(new RandomAxis(text.samples(), text.seed(), draws));
    }
  }

  private void repeats(Tree.Entry entry) {
    if (entry.value() instanceof Tree.Mapping mapping) {
      List<Problem> found = new ArrayList<>();
      UntilText until = RecordReader.read(UntilText.class, mapping, REPEATS, found);
      problems.addAll(found);
      if (until != null) {
        repeats = until.repeats();
        addRepeats(until.min(), entry.keyAt());
      }
    } else if (entry.value() instanceof Tree.Scalar scalar
        && scalar.value() instanceof Long count
        && count >= 1
        && count <= SweepFile.MAX_TRIALS) {
      addRepeats(count, entry.keyAt());
    } else {
      problem(
          REPEATS,
          entry.value().at(),
          "must be a whole number between 1 and "
              + SweepFile.MAX_TRIALS
              + ", or a mapping such as {until: ci95 < 0.5%, max: 10}");
    }
  }

  private void addRepeats(long count, Location at) {
    List<Tree> values =
        LongStream.range(0, count).<Tree>mapToObj(repeat -> new Tree.Scalar(repeat, at)).toList();
    axes.add(new GridAxis(new Setter(setters++, REPEATS, REPEAT, at), values));
  }

  /** No two axes may set the same setting, and no trial's base beside repeats that one. */
  private void setOnce(Tree.Mapping file) {
    Map<String, Setter> before = new HashMap<>();
    for (Axis axis : axes) {
      Map<String, Setter> own = new LinkedHashMap<>();
      axis.setters().forEach(setter -> own.putIfAbsent(setter.path(), setter));
      own.forEach(
          (path, setter) ->
              Optional.ofNullable(before.putIfAbsent(path, setter))
                  .ifPresent(other -> twice(setter, other.key())));
    }
    Setter repeat = before.get(REPEAT);
    if (file.entries().containsKey(REPEATS)
        && repeat != null
        && file.get(SweepFile.TRIAL) instanceof Tree.Mapping trial
        && trial.entries().containsKey(REPEAT)) {
      twice(repeat, SweepFile.TRIAL + "." + REPEAT);
    }
  }

  private void twice(Setter setter, String other) {
    problem(
        setter.key(), setter.at(), "and " + other + " both set " + setter.path() + ": keep one");
  }

  /** Null when there is no such setting, which is told. */
  private @Nullable Setter setter(String key, String path, Location at) {
    if (known.contains(path)) {
      return new Setter(setters++, key, path, at);
    }
    // A guess takes time, and nobody reads so many.
    boolean told = problems.size() < InvalidTextException.MAX_PROBLEMS;
    String hint = told ? hint(path) : "";
    problem(key, at, "is not a setting of a trial" + hint);
    return null;
  }

  private String hint(String path) {
    return path.equals(REPEATS)
        ? "; write repeats: 3 beside the axes, or repeat: [0, 1, 2] here"
        : Nearest.hint(path, known);
  }

  private void problem(String key, Location at, String rule) {
    problems.add(new Problem(key, at, key + " " + rule));
  }
}
