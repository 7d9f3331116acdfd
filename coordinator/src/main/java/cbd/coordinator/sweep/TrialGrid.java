package cbd.coordinator.sweep;

import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.Problem;
import cbd.text.RecordReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's trials. Cells stand in the order of the file, the last axis turning fastest; a cell
 * whose trial an earlier one already is collapses into it. Immutable.
 */
public final class TrialGrid {
  private final Cells cells;

  private TrialGrid(Cells cells) {
    this.cells = cells;
  }

  /** The grid of a sweep. */
  public static TrialGrid of(Sweep sweep) {
    return new TrialGrid(new Cells(sweep.base(), sweep.axes()));
  }

  /** Number of combinations of axis values, at most {@link SweepFile#MAX_TRIALS}. */
  public int cells() {
    return cells.size();
  }

  /**
   * The trials, each once, made when they are asked for.
   *
   * @throws InvalidTextException from the stream, when the sweep does not come from {@link
   *     SweepFile} and a cell is no valid trial
   */
  public Stream<Trial> trials() {
    Set<TrialId> seen = new HashSet<>();
    return cells.blocks().flatMap(this::trials).filter(trial -> seen.add(trial.id()));
  }

  /** Those of a block, made by all cores. */
  private Stream<Trial> trials(Cells.Block block) {
    return block.cells().parallel().mapToObj(cell -> Trial.of(spec(cell))).toList().stream();
  }

  /** How many cells are the same trial as an earlier one; makes all trials to find out. */
  public int collapsed() {
    return cells.size() - (int) trials().count();
  }

  private TrialSpec spec(int cell) {
    List<Problem> problems = new ArrayList<>();
    @Nullable TrialSpec spec =
        RecordReader.read(TrialSpec.class, cells.tree(cell), SweepFile.TRIAL, problems);
    if (spec == null) {
      throw new InvalidTextException(problems);
    }
    return spec;
  }
}
