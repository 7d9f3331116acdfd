package cbd.worker.doctor;

import java.nio.file.Path;

/**
 * A folder that is to be written to.
 *
 * @param purpose what it is for
 */
public record Place(Path folder, Purpose purpose) {
  /** What a folder is for, and with that on which kind of file system it belongs. */
  public enum Purpose {
    /** What one worker or coordinator keeps, its locks and store among it. */
    STATE(
        true,
        "SQLite's store and a worker's locks and reports are safe on a disk of the machine itself"
            + " only: name one with --dir."),
    /** Images that all runners of the machine map into their memory. */
    CACHE(
        true,
        "Every epoch reads them over the network when memory runs short: name a disk of the machine"
            + " itself with --cache."),
    /** What another worker goes on from. */
    CHECKPOINTS(
        false,
        "Workers on other machines cannot go on from what is here. If they do not share it, leave"
            + " out --checkpoints: the coordinator then keeps a copy of each.");

    private final boolean local;
    private final String advice;

    Purpose(boolean local, String advice) {
      this.local = local;
      this.advice = advice;
    }

    /** Whether it belongs on a disk of the machine itself, else on one that machines share. */
    boolean isLocal() {
      return local;
    }

    /** What to do where it lies on the other kind. */
    String advice() {
      return advice;
    }
  }
}
