package cbd.coordinator.sweep;

import cbd.domain.Repeats;
import cbd.domain.SweepTerms;
import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.Location;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.Settings;
import cbd.text.SharedLists;
import cbd.text.Tree;
import cbd.yaml.YamlText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads sweep files; the format is described in {@code docs/sweep-file.md}. */
public final class SweepFile {
  /** Most cells that a sweep may have. */
  public static final int MAX_TRIALS = 100_000;

  static final String TRIAL = "trial";

  /** Values in a cell, when there are as many cells as there may be; a whole trial has some 80. */
  private static final int MOST_VALUES = 200;

  private final Set<Problem> problems = new LinkedHashSet<>();
  private final SelectionReading rules = new SelectionReading(problems);
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
   * @param mostCells it may have
   * @throws InvalidTextException with all problems, each once and at the value that causes it
   */
  public static Sweep parse(String yaml, int mostCells) {
    return new SweepFile(mostCells).read(YamlText.parse(yaml));
  }

  /**
   * A sweep file's bytes as a text.
   *
   * @throws InvalidTextException when they are not UTF-8, with the place of the first that is not
   */
  public static String text(byte[] utf8) {
    return YamlText.text(utf8);
  }

  private Sweep read(Tree tree) {
    if (tree instanceof Tree.Mapping file && isTrial(file)) {
      throw new InvalidTextException(
          List.of(
              new Problem(
                  "",
                  file.at(),
                  "this is a trial file, which cbd train takes; in a sweep file its settings stand"
                      + " below 'trial:', and beside it a 'name:' of the sweep")));
    }
    List<Problem> found = new ArrayList<>();
    @Nullable SweepText top = RecordReader.read(SweepText.class, tree, "", found);
    found.stream().map(SweepFile::placed).forEach(problems::add);
    if (!(tree instanceof Tree.Mapping mapping)) {
      throw new InvalidTextException(found);
    }
    // The trials are checked even when the top level is not right: all problems at once.
    AxisReading reading = new AxisReading(problems);
    reading.read(mapping);
    Selection selection = rules.read(mapping);
    if (reading.repeats() instanceof Repeats.Until) {
      rules.refuseRepeats(selection);
    }
    Tree.Mapping base = mapping.get(TRIAL) instanceof Tree.Mapping trial ? trial : null;
    int kept = 0;
    if (base != null && isSmallEnough(reading, base, mapping)) {
      overridden(base, reading.axes());
      kept = check(new Cells(base, reading.axes()), selection, mapping);
    }
    if (top == null || base == null || !problems.isEmpty()) {
      throw new InvalidTextException(List.copyOf(problems));
    }
    SweepTerms terms =
        new SweepTerms(
            top.priority(),
            top.labels(),
            top.notes(),
            reading.repeats(),
            top.stopping(),
            top.resources().resources());
    return new Sweep(
        top.name(),
        top.description(),
        top.maxAttempts(),
        terms,
        base,
        reading.axes(),
        selection,
        kept);
  }

  private static boolean isTrial(Tree.Mapping file) {
    return Stream.of("dataset", "attack", "defense").allMatch(key -> file.get(key) != null)
        && Stream.of("name", TRIAL, AxisReading.GRID).allMatch(key -> file.get(key) == null);
  }

  /** Says of a trial's setting at the top level where it belongs. */
  private static Problem placed(Problem problem) {
    boolean ofTrial =
        problem.message().startsWith(problem.path() + " is not a setting")
            && Settings.of(TrialSpec.class).stream()
                .anyMatch(setting -> setting.path().equals(problem.path()));
    return ofTrial
        ? new Problem(
            problem.path(),
            problem.at(),
            problem.path() + " belongs under " + TRIAL + ": indent it")
        : problem;
  }

  /** What an axis replaces stands in no cell, and is checked by itself. */
  private void overridden(Tree.Mapping base, List<Axis> axes) {
    Set<String> replaced =
        axes.stream()
            .flatMap(axis -> axis.setters().stream())
            .map(setter -> TRIAL + "." + setter.path())
            .collect(Collectors.toSet());
    List<Problem> found = new ArrayList<>();
    RecordReader.check(TrialSpec.class, base, TRIAL, found);
    for (Problem problem : found) {
      boolean inAxis = replaced.stream().anyMatch(path -> isWithin(problem.path(), path));
      if (inAxis && stands(base, problem.path().substring(TRIAL.length() + 1))) {
        problems.add(problem);
      }
    }
  }

  private static boolean isWithin(String inner, String outer) {
    return inner.startsWith(outer)
        && (inner.length() == outer.length() || inner.charAt(outer.length()) == '.');
  }

  private static boolean stands(Tree tree, String path) {
    @Nullable Tree found = tree;
    for (String key : path.replaceFirst("\\[.*", "").split("\\.", -1)) {
      found = found instanceof Tree.Mapping mapping ? mapping.get(key) : null;
    }
    return found != null;
  }

  /** Of all repeats that may ever come as well. */
  private boolean isSmallEnough(AxisReading reading, Tree.Mapping base, Tree.Mapping file) {
    BigInteger product = new Cells(base, reading.axes()).product();
    String factors =
        reading.axes().stream()
            .map(axis -> String.valueOf(axis.size()))
            .collect(Collectors.joining(" × "));
    if (reading.repeats() instanceof Repeats.Until until) {
      product =
          product.divide(BigInteger.valueOf(until.min())).multiply(BigInteger.valueOf(until.max()));
      factors = factors.replaceFirst("[0-9]+$", String.valueOf(until.max()));
    }
    if (product.compareTo(BigInteger.valueOf(mostCells)) <= 0) {
      return isLightEnough(reading, base, file, product.longValueExact());
    }
    boolean gridAlone = reading.axes().stream().allMatch(axis -> axis instanceof GridAxis);
    Tree grid =
        gridAlone && file.get(AxisReading.REPEATS) == null ? file.get(AxisReading.GRID) : null;
    problems.add(
        new Problem(
            grid == null ? "" : AxisReading.GRID,
            grid == null ? file.at() : grid.at(),
            String.format(
                Locale.ROOT,
                "%s has %s = %,d cells, but a sweep may have at most %,d: split it",
                grid == null ? "this sweep" : AxisReading.GRID,
                factors,
                product,
                mostCells)));
    return false;
  }

  private boolean isLightEnough(
      AxisReading reading, Tree.Mapping base, Tree.Mapping file, long cells) {
    long each = Weight.of(base) + reading.axes().stream().mapToLong(Axis::weight).sum();
    long most = (long) mostCells * MOST_VALUES;
    if (cells * each <= most) {
      return true;
    }
    problems.add(
        new Problem(
            "",
            file.at(),
            String.format(
                Locale.ROOT,
                "this sweep has %,d cells of up to %,d values, but all cells together may have at"
                    + " most %,d values: split it",
                cells,
                each,
                most)));
    return false;
  }

  /** How many cells the rules keep. */
  private int check(Cells cells, Selection selection, Tree.Mapping file) {
    BitSet applied = new BitSet();
    Set<Location> drawn = new HashSet<>();
    int[] kept = {0};
    List<CellRule> unmatched = selection.rules().collect(Collectors.toCollection(ArrayList::new));
    readings(cells, selection)
        .takeWhile(cell -> problems.size() <= InvalidTextException.MAX_PROBLEMS)
        .forEachOrdered(
            cell -> {
              cell.problems().stream()
                  .filter(problem -> !isDrawn(cells, problem) || drawn.add(problem.at()))
                  .forEach(problems::add);
              applied.or(cell.applied());
              kept[0] += cell.kept() ? 1 : 0;
              unmatched.removeIf(rule -> rule.matches(cell.trial()));
            });
    if (problems.size() > InvalidTextException.MAX_PROBLEMS) {
      return kept[0]; // More than anybody reads, and not all cells were looked at.
    }
    Set<String> wrong = problems.stream().map(SweepFile::withoutType).collect(Collectors.toSet());
    for (Axis axis : cells.axes()) {
      axis.setters().stream()
          .filter(setter -> !applied.get(setter.number()))
          .filter(setter -> wrong.stream().noneMatch(path -> isBelow(setter, path)))
          .takeWhile(setter -> problems.size() <= InvalidTextException.MAX_PROBLEMS)
          .forEach(setter -> neverApplied(setter, axis));
    }
    if (!unmatched.isEmpty()) {
      rules.unmatched(unmatched, readings(cells, selection).map(CellReading::trial));
    } else if (kept[0] == 0) {
      rules.nothingLeft(file);
    }
    return kept[0];
  }

  /** In their order; those of a block by all cores. */
  private static Stream<CellReading> readings(Cells cells, Selection selection) {
    SharedLists lists = new SharedLists();
    return cells
        .blocks()
        .flatMap(
            block ->
                block
                    .cells()
                    .parallel()
                    .mapToObj(cell -> CellReading.of(cells, selection, cell, lists))
                    .toList()
                    .stream());
  }

  /** Of values that were drawn, the first one that is wrong stands for all. */
  private static boolean isDrawn(Cells cells, Problem problem) {
    return cells.axes().stream()
        .filter(RandomAxis.class::isInstance)
        .flatMap(axis -> ((RandomAxis) axis).draws().stream())
        .anyMatch(draw -> draw.from().at().equals(problem.at()));
  }

  /** The choice that a problem is about. */
  private static String withoutType(Problem problem) {
    return problem.path().replaceFirst("\\.type$", "");
  }

  /** Whether a setting might be there were a problem around it solved. */
  private static boolean isBelow(Setter setter, String path) {
    return (TRIAL + "." + setter.path()).startsWith(path + ".");
  }

  /** Tells of a key that changes nothing. */
  private void neverApplied(Setter setter, Axis axis) {
    String whose =
        axis instanceof ListAxis
            ? "which this cell does not have"
            : "which no trial of this sweep has";
    problems.add(
        new Problem(
            setter.key(),
            setter.at(),
            setter.key() + " is a setting of " + owners(setter) + ", " + whose));
  }

  private static String owners(Setter setter) {
    return Settings.of(TrialSpec.class).stream()
        .filter(setting -> setting.path().equals(setter.path()))
        .map(setting -> String.join(" with ", setting.owners()))
        .collect(Collectors.joining(" or "));
  }
}
