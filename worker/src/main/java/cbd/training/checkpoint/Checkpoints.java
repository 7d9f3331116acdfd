package cbd.training.checkpoint;

import cbd.domain.Resumption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The checkpoints of one trial, as its training sees them. Not thread-safe.
 *
 * <p>They never fail a trial: whatever is wrong with the disk is said in the log, and training goes
 * on.
 */
public interface Checkpoints {
  /** Keeps nothing and finds nothing. */
  Checkpoints NONE = new NoCheckpoints();

  /** When a checkpoint might be made. */
  enum Moment {
    /** Between two steps. */
    STEP,
    /** An epoch was measured. */
    EPOCH,
    /** The last epoch of a phase was measured. */
    PHASE
  }

  /** Where training shall go on; empty: at its beginning, or it already went on. */
  Optional<Place> found();

  /**
   * Goes on from the one that was {@link #found}.
   *
   * @param training becomes what it was
   * @throws UnusableCheckpointException when it cannot be read after all
   */
  void resume(Savable training);

  /** Whether it is time for another. */
  boolean isDue(Moment moment);

  /** Keeps a training's state, and the trial's. */
  void keep(Place place, Savable training);

  /** Where this training went on so far, in other processes too. */
  List<Resumption> resumptions();

  /**
   * The checkpoints of a trial.
   *
   * @param trial what is kept beside the training's state, read after it
   * @param clock for when one is due
   * @param listener hears what becomes of each
   */
  static Checkpoints of(
      CheckpointSettings settings,
      Identity identity,
      Savable trial,
      InstantSource clock,
      Consumer<CheckpointEvent> listener) {
    return settings.folder().isEmpty()
        ? NONE
        : new DiskCheckpoints(settings, identity, trial, clock, listener);
  }
}
