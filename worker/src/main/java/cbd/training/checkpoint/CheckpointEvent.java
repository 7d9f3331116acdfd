package cbd.training.checkpoint;

import cbd.domain.Resumption;
import cbd.text.Between;
import cbd.text.Rules;

/** What became of a checkpoint. */
public sealed interface CheckpointEvent {

  /**
   * It is whole and on the disk.
   *
   * @param file where
   * @param bytes of the file
   * @param seconds it took
   */
  record Kept(
      Place place, String file, @Between(min = 0) long bytes, @Between(min = 0) double seconds)
      implements CheckpointEvent {
    public Kept {
      Rules.check(Kept.class, place, file, bytes, seconds);
    }
  }

  /** It could not be kept; training goes on, and so do older ones. */
  record Failed(Place place, String reason) implements CheckpointEvent {}

  /**
   * Training goes on from it.
   *
   * @param from where that is, and which machine had come so far
   */
  record Resumed(Resumption from) implements CheckpointEvent {}
}
