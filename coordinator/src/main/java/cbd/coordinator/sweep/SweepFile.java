package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.Nearest;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Setting;
import cbd.text.Settings;
import cbd.text.Tree;
import cbd.yaml.YamlText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads sweep files; the format is described in {@code docs/sweep-file.md}. */
public final class SweepFile {
  /** Most cells the grid of a sweep may have. */
  public static final int MAX_TRIALS = 100_000;

  static final String TRIAL = "trial";
  static final String GRID = "grid";

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final int mostCells;

  private SweepFile(int mostCells) {
    this.mostCells = mostCells;
  }

  /**
   * Reads a sweep file and checks every cell of its grid.
   *
   * @param yaml the file's text
   * @throws InvalidTextException with all problems, each once and at the value that causes it
   */
  public static Sweep parse(String yaml) {
    return parse(yaml, MAX_TRIALS);
  }

  /**
   * The same for a file that is read but not submitted, so that its grid may be larger.
   *
   * @param mostCells its grid may have
   * @throws InvalidTextException with all problems, each once and at the value that causes it
   */
  public static Sweep parse(String yaml, int mostCells) {
    return new SweepFile(mostCells).read(YamlText.parse(yaml));
  }

  private Sweep read(Tree tree) {
    List<Problem> found = new ArrayList<>();
    @Nullable SweepText top = RecordReader.read(SweepText.class, tree, "", found);
    problems.addAll(found);
    if (!(tree instanceof Tree.Mapping mapping)) {
      throw new InvalidTextException(found);
    }
    // The trials are checked even when the top level is not right: all problems at once.
    Tree.Mapping base = mapping.get(TRIAL) instanceof Tree.Mapping trial ? trial : null;
    List<Axis> axes = mapping.get(GRID) instanceof Tree.Mapping grid ? axes(grid) : List.of();
    if (base != null) {
      check(new Cells(base, axes), mapping);
    }
    if (top == null || base == null || !problems.isEmpty()) {
      throw new InvalidTextException(List.copyOf(problems));
    }
    return new Sweep(top.name(), top.description(), top.maxAttempts(), base, axes);
  }

  private List<Axis> axes(Tree.Mapping grid) {
    Set<String> known =
        Settings.of(TrialSpec.class).stream()
            .map(Setting::path)
            .collect(Collectors.toCollection(TreeSet::new));
    List<Axis> axes = new ArrayList<>();
    grid.entries()
        .forEach(
            (path, entry) -> {
              String full = GRID + "." + path;
              if (!known.contains(path)) {
                String rule = " is not a setting of a trial" + Nearest.hint(path, known);
                problems.add(new Problem(full, entry.keyAt(), full + rule));
              } else if (entry.value() instanceof Tree.Sequence list && !list.items().isEmpty()) {
                axes.add(new Axis(path, entry.keyAt(), list.items()));
              } else {
                String rule = " must be a list of at least one value, such as [a, b]";
                problems.add(new Problem(full, entry.value().at(), full + rule));
              }
            });
    return axes;
  }

  private void check(Cells cells, Tree.Mapping file) {
    BigInteger product = cells.product();
    if (product.compareTo(BigInteger.valueOf(mostCells)) > 0) {
      Tree grid = file.get(GRID);
      problems.add(new Problem(GRID, grid == null ? file.at() : grid.at(), tooMany(cells)));
      return;
    }
    BitSet applied = new BitSet();
    cells
        .blocks()
        .flatMap(
            block ->
                block
                    .cells()
                    .parallel()
                    .mapToObj(cell -> Checked.of(cells, cell))
                    .toList()
                    .stream())
        .forEach(
            checked -> {
              problems.addAll(checked.problems());
              applied.or(checked.applied());
            });
    for (int i = 0; i < cells.axes().size(); i++) {
      if (!applied.get(i)) {
        neverApplied(cells.axes().get(i));
      }
    }
  }

  /**
   * A cell that was read.
   *
   * @param applied axes whose setting it has
   */
  private record Checked(List<Problem> problems, BitSet applied) {
    static Checked of(Cells cells, int cell) {
      BitSet applied = new BitSet();
      List<Problem> found = new ArrayList<>();
      RecordReader.read(TrialSpec.class, cells.tree(cell, applied::set), TRIAL, found);
      return new Checked(found, applied);
    }
  }

  /** Tells of an axis that changes nothing, unless it would exist were another problem solved. */
  private void neverApplied(Axis axis) {
    boolean follows =
        problems.stream()
            .map(Problem::path)
            .map(path -> path.endsWith(".type") ? path.substring(0, path.length() - 5) : path)
            .anyMatch(path -> (TRIAL + "." + axis.path()).startsWith(path + "."));
    if (!follows) {
      String path = GRID + "." + axis.path();
      problems.add(new Problem(path, axis.at(), path + " " + owners(axis)));
    }
  }

  private static String owners(Axis axis) {
    String owners =
        Settings.of(TrialSpec.class).stream()
            .filter(setting -> setting.path().equals(axis.path()))
            .map(setting -> String.join(" with ", setting.owners()))
            .collect(Collectors.joining(" or "));
    return "is a setting of " + owners + ", which no trial of this sweep has";
  }

  private String tooMany(Cells cells) {
    String factors =
        cells.axes().stream()
            .map(axis -> String.valueOf(axis.values().size()))
            .collect(Collectors.joining(" × "));
    return String.format(
        Locale.ROOT,
        "grid has %s = %,d cells, but a sweep may have at most %,d: split it",
        factors,
        cells.product(),
        mostCells);
  }
}
