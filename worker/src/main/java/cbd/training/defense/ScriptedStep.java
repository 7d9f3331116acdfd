package cbd.training.defense;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.training.checkpoint.Savable;

/** What a pass does with each batch, as one call of a program. */
interface ScriptedStep {

  /**
   * A batch that the program fetches.
   *
   * @param manager owns whatever is made
   * @param draws of the whole pass, as {@link DeviceBatches#draws} has them
   * @param from first row
   * @param to behind the last row
   */
  record Fetch(NDManager manager, NDArray draws, int from, int to) {

    int images() {
      return to - from;
    }

    /**
     * Whole numbers for the program, on the host, where reading one waits for nothing: first row,
     * row behind the last, and what else there is.
     */
    NDArray numbers(long... more) {
      long[] numbers = new long[2 + more.length];
      numbers[0] = from;
      numbers[1] = to;
      System.arraycopy(more, 0, numbers, 2, more.length);
      return manager.newSubManager(Device.cpu()).create(numbers);
    }

    /** Numbers of double precision for the program, on the host. */
    NDArray rates(double... rates) {
      return manager.newSubManager(Device.cpu()).create(rates);
    }
  }

  /**
   * Prepares for an epoch: its learning rate, its random numbers.
   *
   * @param epoch from 1
   */
  void begin(int epoch);

  /**
   * Trains on a batch.
   *
   * @param clock has the moments that the program notes
   * @return what was minimised, and what else there is to tell
   */
  Outcome take(Fetch fetch, StepClock clock);

  /** What this step was kept from so far. */
  default Guards guards() {
    return Guards.NONE;
  }

  /**
   * What is this step's alone and later steps depend on: positions of its random streams within a
   * pass, counts. Read after {@link #begin}.
   */
  default Savable state() {
    return Savable.NOTHING;
  }
}
