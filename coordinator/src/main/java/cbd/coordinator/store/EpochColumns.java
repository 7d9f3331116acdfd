package cbd.coordinator.store;

import cbd.coordinator.store.StoredState.StoredEpoch;
import cbd.domain.TrialId;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * Epochs in columns, 24 bytes for each: as objects, ten million of them would fill the heap of a
 * coordinator that starts. Grows by {@link #add(String, int, double, double)} alone.
 */
final class EpochColumns extends AbstractList<StoredEpoch> implements RandomAccess {
  private static final int ROWS = 1 << 14;

  /** What stands together, so that nothing is copied when there are more. */
  private static final class Block {
    final int[] trial = new int[ROWS];
    final int[] epoch = new int[ROWS];
    final double[] ca = new double[ROWS];
    final double[] asr = new double[ROWS];
  }

  private final List<Block> blocks = new ArrayList<>();
  private final List<TrialId> trials = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private int size;

  /** Adds a row. */
  void add(String trial, int epoch, double ca, double asr) {
    int row = size % ROWS;
    if (row == 0) {
      blocks.add(new Block());
    }
    Block block = blocks.get(blocks.size() - 1);
    block.trial[row] = numbers.computeIfAbsent(trial, this::numbered);
    block.epoch[row] = epoch;
    block.ca[row] = ca;
    block.asr[row] = asr;
    size++;
  }

  private int numbered(String trial) {
    trials.add(new TrialId(trial));
    return trials.size() - 1;
  }

  @Override
  public StoredEpoch get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(index);
    }
    Block block = blocks.get(index / ROWS);
    int row = index % ROWS;
    return new StoredEpoch(
        trials.get(block.trial[row]), block.epoch[row], block.ca[row], block.asr[row]);
  }

  @Override
  public int size() {
    return size;
  }
}
