package cbd.worker.runner;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import cbd.training.trial.Shortage;
import java.nio.file.Files;

/** Says why a runner process ended without its last word. */
final class RunnerExit {
  /** The JVM's own, under ExitOnOutOfMemoryError, which CBD users may set for all JVMs. */
  private static final int OUT_OF_HEAP = 3;

  /** {@code RunnerMain.ExitCode}, as the others below 128. */
  private static final int SAYS_OUT_OF_MEMORY = 76;

  private static final int SAYS_DISK_FULL = 77;
  private static final int NO_DATA = 74;
  private static final int SIGINT = 128 + 2;
  private static final int SIGKILL = 128 + 9;
  private static final int SIGTERM = 128 + 15;

  private RunnerExit() {}

  /**
   * @param code its exit status; 128 + n for death by signal n
   * @param pid of the process
   * @param kernelKilled whether the kernel counted a kill for want of memory while it ran
   */
  static TrialOutcome explain(
      int code, long pid, LeaseId lease, AttemptFiles files, boolean kernelKilled) {
    if (code == SIGINT) {
      // Ctrl-C at the terminal reaches the worker and its runners alike: the worker is leaving.
      return new TrialOutcome.Stopped("it was interrupted from the keyboard");
    }
    String log = AttemptFiles.tail(files.log(lease));
    String crash = AttemptFiles.tail(files.crash(lease));
    Failure failure = failure(code, log, crash, Files.exists(files.crash(lease)), kernelKilled);
    String message =
        "The runner (pid %d) ended without a result, with exit code %d: %s. Its log is %s."
            .formatted(pid, code, meaning(code, failure), files.log(lease));
    return new TrialOutcome.Failed(failure, message, crash.isEmpty() ? log : log + "\n" + crash);
  }

  private static Failure failure(
      int code, String log, String crash, boolean crashed, boolean kernelKilled) {
    if (code == SIGKILL) {
      return kernelKilled ? Failure.KILLED_FOR_MEMORY : Failure.KILLED;
    }
    if (code == SIGTERM) {
      return Failure.KILLED;
    }
    if (code == NO_DATA) {
      return Failure.DATA_UNAVAILABLE;
    }
    if (code == SAYS_DISK_FULL) {
      return Failure.DISK_FULL;
    }
    boolean isCrash = crashed || isNativeCrash(code);
    Failure shortage = Shortage.in(log).or(() -> Shortage.in(crash)).orElse(null);
    // A checkpoint that found no room is in the log too, and ends nothing.
    if (shortage != null && !(isCrash && shortage == Failure.DISK_FULL)) {
      return shortage;
    }
    if (code == OUT_OF_HEAP) {
      return Failure.HEAP_EXHAUSTED;
    }
    if (code == SAYS_OUT_OF_MEMORY) {
      return Failure.OUT_OF_MEMORY;
    }
    return isCrash ? Failure.NATIVE_CRASH : Failure.RUNNER_DIED;
  }

  private static boolean isNativeCrash(int code) {
    return switch (code - 128) {
      case 4, 6, 7, 8, 11 -> true; // SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
      default -> false;
    };
  }

  private static String meaning(int code, Failure failure) {
    return switch (failure) {
      case OUT_OF_MEMORY -> "out of memory";
      case HEAP_EXHAUSTED -> "out of memory, its Java heap is too small (--runner-heap)";
      case DEVICE_MEMORY_EXHAUSTED -> "the device is out of memory";
      case DISK_FULL -> "no room or no right to write";
      case KILLED_FOR_MEMORY -> "killed by the kernel for want of memory (SIGKILL)";
      default -> meaning(code);
    };
  }

  private static String meaning(int code) {
    return switch (code) {
      case 0 -> "it exited as if all were well";
      case 1 -> "an uncaught exception, or the JVM could not start";
      case 64, 70 -> "training failed, and the connection broke before it could say why";
      case NO_DATA -> "its data set was missing, and the connection broke before it could say so";
      case 75 -> "it lost its parent";
      case 132 -> "an instruction that this processor does not know (SIGILL)";
      case 134 -> "aborted by native code or a JVM crash (SIGABRT)";
      case 135 -> "bus error (SIGBUS): a full disk or a damaged file under a mapping";
      case 136 -> "arithmetic fault in native code (SIGFPE)";
      case SIGKILL -> "killed from outside (SIGKILL)";
      case 139 -> "segmentation fault in native code (SIGSEGV)";
      case SIGTERM -> "asked to go by another process (SIGTERM)";
      default -> code > 128 ? "killed by signal " + (code - 128) : "no known meaning";
    };
  }
}
