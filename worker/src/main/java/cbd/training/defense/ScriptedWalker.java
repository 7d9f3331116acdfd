package cbd.training.defense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Pass;
import cbd.training.defense.ScriptedStep.Fetch;
import java.util.stream.LongStream;

/** Takes a scripted step on each batch: the host only says which rows of the pass it is. */
record ScriptedWalker(DeviceBatches images, Pass pass, ScriptedStep step) implements Walker {

  @Override
  public Walk begin(NDManager manager, Phase phase, int epoch) {
    step.begin(epoch);
    NDArray draws = images.draws(manager, phase, epoch, pass);
    int all = Math.toIntExact(draws.getShape().get(0));
    return new Walk() {
      private int done;

      @Override
      public boolean hasNext() {
        return done < all;
      }

      @Override
      public void skip(int batches) {
        done = (int) Math.min(all, done + (long) batches * images.batchSize());
      }

      @Override
      public Ready ready(NDManager manager) {
        int from = done;
        done = Math.min(all, from + images.batchSize());
        Fetch fetch = new Fetch(manager, draws, from, done);
        return clock -> new Taken(step.take(fetch, clock), fetch.images());
      }

      @Override
      public int[] order() {
        try (NDArray indices = draws.get(":, 0")) {
          return LongStream.of(indices.toLongArray()).mapToInt(Math::toIntExact).toArray();
        }
      }
    };
  }

  @Override
  public Guards guards() {
    return step.guards();
  }

  @Override
  public Savable state() {
    return step.state();
  }
}
