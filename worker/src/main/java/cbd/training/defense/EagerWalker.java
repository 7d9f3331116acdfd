package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
import cbd.training.checkpoint.Savable;
import cbd.training.defense.Batches.Batch;
import cbd.training.defense.Batches.Epoch;
import cbd.training.defense.Batches.Pass;

/** Takes an eager step on each batch: the readable reference. */
record EagerWalker(Batches batches, Pass pass, Step step) implements Walker {

  @Override
  public Walk begin(NDManager manager, Phase phase, int epoch) {
    step.begin(epoch);
    Epoch images = batches.epoch(phase, epoch, pass);
    return new Walk() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public void skip(int batches) {
        images.skip(batches);
      }

      @Override
      public Ready ready(NDManager manager) {
        Batch batch = images.next(manager);
        return clock -> new Taken(step.take(batch, clock), batch.labels().size());
      }

      @Override
      public int[] order() {
        return images.order();
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
