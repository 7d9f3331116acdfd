package cbd.domain;

/**
 * One share of one of a worker's devices.
 *
 * @param worker whose
 * @param index from 0
 */
public record SlotId(WorkerId worker, int index) implements Comparable<SlotId> {
  @Override
  public int compareTo(SlotId other) {
    int byWorker = worker.compareTo(other.worker);
    return byWorker != 0 ? byWorker : Integer.compare(index, other.index);
  }

  @Override
  public String toString() {
    return worker + "/" + index;
  }
}
