package cbd.training.checkpoint;

import cbd.domain.Resumption;
import java.util.List;
import java.util.Optional;

/** Keeps nothing and finds nothing. */
final class NoCheckpoints implements Checkpoints {

  @Override
  public Optional<Place> found() {
    return Optional.empty();
  }

  @Override
  public void resume(Savable training) {
    throw new IllegalStateException("there is no checkpoint to go on from");
  }

  @Override
  public boolean isDue(Moment moment) {
    return false;
  }

  @Override
  public void keep(Place place, Savable training) {}

  @Override
  public List<Resumption> resumptions() {
    return List.of();
  }
}
