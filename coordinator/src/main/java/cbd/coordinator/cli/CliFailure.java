package cbd.coordinator.cli;

/** A command cannot go on, for a reason that its user understands. */
final class CliFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  CliFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** The process's exit code. */
  int exit() {
    return exit;
  }
}
