package cbd.coordinator.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds every process of a harness by a mark in its environment, which children inherit: also one
 * whose parent is gone. Linux alone shows it.
 *
 * @param mark unlike that of any other harness
 */
record Census(String mark) {
  private static final int SHOWN = 160;

  /** Those that live; not this process. */
  List<ProcessHandle> living() {
    return ProcessHandle.allProcesses().filter(process -> isOurs(process.pid())).toList();
  }

  private boolean isOurs(long pid) {
    return pid != ProcessHandle.current().pid()
        && ("\0" + text(pid, "environ")).contains("\0" + Member.MARK + "=" + mark + "\0");
  }

  /** Whether a process trains an attempt; the worker's program starts it by this name. */
  static boolean isRunner(ProcessHandle process) {
    return text(process.pid(), "cmdline").contains("RunnerMain");
  }

  /** A process as a person knows it again. */
  static String describe(ProcessHandle process) {
    String line = text(process.pid(), "cmdline").replace('\0', ' ').strip();
    String end = line.length() <= SHOWN ? line : "…" + line.substring(line.length() - SHOWN);
    return process.pid() + " (" + end + ")";
  }

  private static String text(long pid, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(pid), file);
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // It has ended in the meantime, or is another user's.
    }
  }
}
