package cbd.training.defense;

import ai.djl.ndarray.NDManager;
import cbd.domain.Phase;
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
      public Taken next(NDManager manager) {
        Batch batch = images.next(manager);
        return new Taken(step.take(batch), batch.labels().size());
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
}
