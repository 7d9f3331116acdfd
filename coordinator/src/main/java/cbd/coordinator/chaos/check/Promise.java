package cbd.coordinator.chaos.check;

import java.util.List;

/** Something that must hold whatever dies. */
interface Promise {

  /** The promise in words, as a violation names it. */
  String words();

  /** What breaks it, in words, with trials and lines of the history; empty when it was kept. */
  List<String> broken(Evidence evidence);
}
