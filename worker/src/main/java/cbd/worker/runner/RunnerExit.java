package cbd.worker.runner;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import java.util.regex.Pattern;

/** Says why a runner process ended without its last word. */
final class RunnerExit {
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile(
          "OutOfMemoryError|insufficient memory|(?i)out of memory|can't allocate memory");

  /** The JVM's own, under ExitOnOutOfMemoryError, which CBD users may set for all JVMs. */
  private static final int OUT_OF_HEAP = 3;

  /** {@code RunnerMain.ExitCode}, as the next three in {@link #meaning}. */
  private static final int SAYS_OUT_OF_MEMORY = 76;

  private RunnerExit() {}

  /**
   * @param code its exit status; 128 + n for death by signal n
   * @param pid of the process
   */
  static TrialOutcome.Failed explain(int code, long pid, LeaseId lease, AttemptFiles files) {
    String log = AttemptFiles.tail(files.log(lease));
    String crash = AttemptFiles.tail(files.crash(lease));
    boolean memory =
        code == OUT_OF_HEAP
            || code == SAYS_OUT_OF_MEMORY
            || OUT_OF_MEMORY.matcher(log).find()
            || OUT_OF_MEMORY.matcher(crash).find();
    String message =
        "The runner (pid %d) ended without a result, with exit code %d: %s. Its log is %s."
            .formatted(pid, code, memory ? "out of memory" : meaning(code), files.log(lease));
    return new TrialOutcome.Failed(
        memory ? Failure.OUT_OF_MEMORY : Failure.RUNNER_DIED, message, log);
  }

  private static String meaning(int code) {
    return switch (code) {
      case 0 -> "it exited as if all were well";
      case 1 -> "an uncaught exception, or the JVM could not start";
      case 64, 70 -> "training failed, and the connection broke before it could say why";
      case 74 -> "its data set was missing, and the connection broke before it could say so";
      case 75 -> "it lost its parent";
      case 130 -> "interrupted from the keyboard (SIGINT)";
      case 134 -> "aborted by native code or a JVM crash (SIGABRT)";
      case 135 -> "bus error (SIGBUS): a full disk or a damaged file under a mapping";
      case 136 -> "arithmetic fault in native code (SIGFPE)";
      case 137 -> "killed (SIGKILL), by a person or by the kernel for want of memory";
      case 139 -> "segmentation fault in native code (SIGSEGV)";
      case 143 -> "asked to go by another process (SIGTERM)";
      default -> code > 128 ? "killed by signal " + (code - 128) : "no known meaning";
    };
  }
}
