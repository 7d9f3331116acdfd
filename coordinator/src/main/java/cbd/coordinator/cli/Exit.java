package cbd.coordinator.cli;

/** Exit codes of the client commands; each command's help lists those it has. */
final class Exit {
  /** All is well. */
  static final int OK = 0;

  /** Some trial failed, or the coordinator refused. */
  static final int FAILED = 1;

  /** The command line or a file is wrong; nothing was changed. */
  static final int INVALID = 2;

  /** No coordinator answers. */
  static final int UNREACHABLE = 4;

  private Exit() {}
}
