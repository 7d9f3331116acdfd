package cbd.coordinator.sweep;

import cbd.domain.TrialSpec;
import cbd.text.InvalidTextException;
import cbd.text.Problem;
import cbd.text.RecordReader;
import cbd.text.RecordWriter;
import cbd.text.SharedLists;
import cbd.text.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell that was read.
 *
 * @param found null when it is no valid trial
 * @param trial as a tree: complete of a valid trial, else as it stands
 * @param problems why it is no valid trial; none of a cell that the rules leave out
 * @param kept whether the rules keep it
 * @param applied the numbers of the setters whose setting it has
 */
record CellReading(
    @Nullable TrialSpec found, Tree trial, List<Problem> problems, boolean kept, BitSet applied) {

  private static final int MOST_PROBLEMS = InvalidTextException.MAX_PROBLEMS + 1;

  /**
   * @param lists those that the cells share
   */
  static CellReading of(Cells cells, Selection selection, int cell, SharedLists lists) {
    BitSet applied = new BitSet();
    List<Problem> problems = new ArrayList<>();
    Tree tree = cells.tree(cell, setter -> applied.set(setter.number()));
    TrialSpec spec = RecordReader.read(TrialSpec.class, tree, SweepFile.TRIAL, problems, lists);
    if (selection.isEverything()) {
      return new CellReading(spec, tree, problems, true, applied);
    }
    Tree trial = spec == null ? tree : RecordWriter.tree(spec);
    boolean kept = selection.keeps(trial);
    return new CellReading(spec, trial, kept ? problems : List.of(), kept, applied);
  }

  CellReading {
    // Of a thousand cells at once a hostile file could have more than fit into memory.
    problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
  }

  /**
   * The trial's configuration.
   *
   * @throws InvalidTextException when it is no valid one
   */
  TrialSpec spec() {
    if (found == null) {
      throw new InvalidTextException(problems);
    }
    return found;
  }
}
