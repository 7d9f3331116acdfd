package cbd.coordinator.sweep;

import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.text.InvalidTextException;
import cbd.text.SharedLists;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A sweep's trials. Cells stand in the order of the file, the last axis turning fastest; a cell
 * whose trial an earlier one already is collapses into it. Immutable.
 */
public final class TrialGrid {
  private final Cells cells;
  private final Selection selection;
  private final int kept;

  private TrialGrid(Sweep sweep) {
    cells = new Cells(sweep.base(), sweep.axes());
    selection = sweep.selection();
    kept = sweep.cells();
  }

  /** The grid of a sweep. */
  public static TrialGrid of(Sweep sweep) {
    return new TrialGrid(sweep);
  }

  /**
   * Number of combinations of the axes' choices that the rules keep, at most {@link
   * SweepFile#MAX_TRIALS}.
   */
  public int cells() {
    return kept;
  }

  /**
   * The trials, each once, made when they are asked for.
   *
   * @throws InvalidTextException from the stream, when the sweep does not come from {@link
   *     SweepFile} and a cell is no valid trial
   */
  public Stream<Trial> trials() {
    Set<TrialId> seen = new HashSet<>();
    SharedLists lists = new SharedLists();
    return cells
        .blocks()
        .flatMap(block -> trials(block, lists))
        .filter(trial -> seen.add(trial.id()));
  }

  /** Those of a block, made by all cores. */
  private Stream<Trial> trials(Cells.Block block, SharedLists lists) {
    return block
        .cells()
        .parallel()
        .mapToObj(cell -> CellReading.of(cells, selection, cell, lists))
        .filter(CellReading::kept)
        .map(cell -> Trial.of(cell.spec()))
        .toList()
        .stream();
  }

  /** How many cells are the same trial as an earlier one; makes all trials to find out. */
  public int collapsed() {
    return kept - (int) trials().count();
  }
}
