package cbd.training.bench;

import cbd.domain.Phase;
import cbd.training.defense.Batches;

/** Batches that the host makes, one by one: what eager steps work on. */
record HostBatches(Batches batches) implements Batches {

  @Override
  public int images() {
    return batches.images();
  }

  @Override
  public int steps() {
    return batches.steps();
  }

  @Override
  public Epoch epoch(Phase phase, int epoch, Pass pass) {
    return batches.epoch(phase, epoch, pass);
  }
}
