package cbd.coordinator.model;

import java.nio.file.Path;

/** What becomes of the wish to have one of a trial's networks. */
public sealed interface ModelAnswer {

  /** It is here, whole, and is the one that the trial's result names. */
  record Here(ModelName name, Path file) implements ModelAnswer {}

  /** It comes, and is not all here yet; how far it is, as a sentence. */
  record OnItsWay(String why) implements ModelAnswer {}

  /** There was one, but nobody has it any more; why, as a sentence. */
  record Gone(String why) implements ModelAnswer {}

  /** The worker that has it cannot be asked now, or answers nonsense; why, as a sentence. */
  record Unreachable(String why) implements ModelAnswer {}

  /** It cannot be kept here; why, as a sentence. */
  record NoRoom(String why) implements ModelAnswer {}
}
