package cbd.coordinator.leaderboard;

import cbd.domain.Defense;
import cbd.domain.Scores;
import cbd.domain.TrialSpec;
import cbd.domain.TrialState;
import cbd.text.RecordWriter;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's result: one row per cell.
 *
 * @param rows grouped by what the defenses are up against, in sweep order; in each group the
 *     undefended reference first, then the defenses by rank, then cells without results
 */
public record Leaderboard(List<LeaderboardRow> rows) {

  /** Below this mean ASR of the undefended network an attack counts as failed. */
  public static final double ATTACK_WORKS_FROM = 0.95;

  /** Share of the undefended clean accuracy below which it counts as lost. */
  public static final double USABLE_CLEAN_ACCURACY = 2.0 / 3;

  /** What the figures are and how rows are ranked; the marks say the rest. */
  public static final List<String> RULES =
      List.of(
          "Scores are measured after the last epoch: the mean over n seeds ± the half-width of its"
              + " 95 % confidence interval (Student's t; none with n = 1).",
          "CA: clean test images classified correctly; CA-nt: of those whose class counts for ASR."
              + " ASR: triggered test images of other classes than the target that get the label the"
              + " attacker wants; RA: of the same, those that get their true label.",
          "Twin: the undefended trials that are the same in all but the defense, over all their"
              + " repeats, of this sweep or another one in the store.",
          "DER: (max(0, twin's ASR − ASR) − max(0, twin's CA − CA) + 1) / 2, for each repeat against"
              + " the twin's same one, then the mean. 1: the back door is gone at no cost; 0.5:"
              + " nothing has changed.",
          "Rank: among the defenses against one attack, by mean ASR, lowest first, then by mean CA,"
              + " highest first. No defense is the reference and has no rank.");

  /** Told only where a cell has two repeats. */
  static final String OF_TWO =
      "n = 2: with one degree of freedom Student's t is 12.7, so the interval reaches nine standard"
          + " deviations to each side and says next to nothing; three repeats are the least.";

  private static final Set<String> COLUMNS =
      Set.of("dataset", "model", "attack", "attack.poisonRate", "defense", "repeat");

  /** By mean ASR, then CA; stable, so ties stay in sweep order. Cells without results come last. */
  private static final Comparator<LeaderboardRow> BY_RANK =
      Comparator.comparing((LeaderboardRow row) -> row.n() == 0)
          .thenComparing(row -> !undefended(row))
          .thenComparing(row -> row.marks().contains(Mark.COLLAPSED))
          .thenComparingDouble(row -> undefended(row) ? 0 : mean(row.attackSuccessRate()))
          .thenComparingDouble(row -> undefended(row) ? 0 : -mean(row.cleanAccuracy()));

  public Leaderboard {
    rows = List.copyOf(rows);
  }

  /**
   * Ranks trials.
   *
   * @param entrants in sweep order
   * @param elsewhere undefended trials of other sweeps, which may be twins; others are passed over
   */
  public static Leaderboard of(Collection<Entrant> entrants, Collection<Entrant> elsewhere) {
    Twins twins = new Twins(Stream.concat(entrants.stream(), elsewhere.stream()).toList());
    Map<TrialSpec, Cell> cells = new LinkedHashMap<>();
    for (Entrant entrant : entrants) {
      TrialSpec spec = Cell.withoutRepeat(entrant.spec());
      cells.computeIfAbsent(spec, s -> new Cell(s, new ArrayList<>())).entrants().add(entrant);
    }
    List<Tree> trees = cells.keySet().stream().map(RecordWriter::tree).toList();
    Differences settings = Differences.between(trees.stream(), COLUMNS);
    Map<Cell.Threat, List<LeaderboardRow>> groups = new LinkedHashMap<>();
    int index = 0;
    for (Cell cell : cells.values()) {
      Twins.Twin twin = twins.of(cell);
      Set<Mark> marks = marks(cell, twin, cells.values());
      Tree tree = trees.get(index);
      LeaderboardRow row = row(cell, tree, settings.of(tree), twin, marks);
      groups.computeIfAbsent(cell.threat(), threat -> new ArrayList<>()).add(row);
      index++;
    }
    return new Leaderboard(
        groups.values().stream().flatMap(group -> ranked(group).stream()).toList());
  }

  private static List<LeaderboardRow> ranked(List<LeaderboardRow> group) {
    List<LeaderboardRow> ranked = new ArrayList<>();
    int rank = 0;
    for (LeaderboardRow row : group.stream().sorted(BY_RANK).toList()) {
      ranked.add(row.n() == 0 || undefended(row) ? row : row.withRank(++rank));
    }
    return ranked;
  }

  /** The rules, then a warning about intervals over two seeds, then the marks that occur. */
  public List<String> notes() {
    Stream<String> ofTwo =
        rows.stream().anyMatch(row -> row.n() == 2) ? Stream.of(OF_TWO) : Stream.of();
    Stream<String> marks =
        Stream.of(Mark.values())
            .filter(mark -> rows.stream().anyMatch(row -> row.marks().contains(mark)))
            .map(mark -> "\"" + mark.words() + "\": " + mark.rule() + ".");
    return Stream.of(RULES.stream(), ofTwo, marks).flatMap(Function.identity()).toList();
  }

  private static LeaderboardRow row(
      Cell cell, Tree tree, String settings, Twins.@Nullable Twin twin, Set<Mark> marks) {
    return new LeaderboardRow(
        cell.spec(),
        word(tree, "dataset"),
        word(tree, "model"),
        word(tree, "attack"),
        cell.spec().attack().poisonRate(),
        word(tree, "defense"),
        settings,
        null,
        cell.entrants().size(),
        cell.count(state -> state == TrialState.FAILED),
        cell.count(state -> state == TrialState.CANCELLED),
        cell.count(state -> state == TrialState.STOPPED),
        cell.count(state -> !state.isTerminal()),
        cell.scores(twin),
        marks);
  }

  private static Set<Mark> marks(Cell cell, Twins.@Nullable Twin twin, Collection<Cell> cells) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    if (cell.attacked() && cell.hasResults()) {
      if (twin == null) {
        marks.add(Mark.ATTACK_UNCHECKED);
      } else if (twin.mean(Scores::attackSuccessRate) < ATTACK_WORKS_FROM) {
        marks.add(Mark.ATTACK_FAILED);
      }
    }
    if (twin != null && cell.isAtChance(twin)) {
      marks.add(Mark.REFERENCE_AT_CHANCE);
    }
    if (cell.hasResults() && cell.count(state -> state == TrialState.STOPPED) > 0) {
      marks.add(Mark.SURVIVORS);
    }
    double reference = twin == null ? best(cell.threat(), cells) : twin.mean(Scores::cleanAccuracy);
    if (cell.hasResults() && cell.meanCleanAccuracy() < USABLE_CLEAN_ACCURACY * reference) {
      marks.add(Mark.COLLAPSED);
    }
    return marks;
  }

  private static double best(Cell.Threat threat, Collection<Cell> cells) {
    return cells.stream()
        .filter(cell -> cell.hasResults() && cell.threat().equals(threat))
        .mapToDouble(Cell::meanCleanAccuracy)
        .max()
        .orElse(0);
  }

  private static double mean(Statistic statistic) {
    Double mean = statistic.mean();
    return mean == null ? 0 : mean;
  }

  private static boolean undefended(LeaderboardRow row) {
    return row.spec().defense() instanceof Defense.None;
  }

  /** A choice's word: the value itself, or its {@code type}. */
  private static String word(Tree tree, String key) {
    Tree value = ((Tree.Mapping) tree).get(key);
    if (value instanceof Tree.Mapping choice) {
      value = choice.get("type");
    }
    if (value instanceof Tree.Scalar scalar) {
      return String.valueOf(scalar.value());
    }
    throw new IllegalStateException("a trial's text has no " + key);
  }
}
