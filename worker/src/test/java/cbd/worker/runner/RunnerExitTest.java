package cbd.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunnerExitTest {
  private static final LeaseId LEASE = new LeaseId(41);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1, RUNNER_DIED, an uncaught exception",
    "3, HEAP_EXHAUSTED, out of memory",
    "74, DATA_UNAVAILABLE, its data set was missing",
    "75, RUNNER_DIED, lost its parent",
    "76, OUT_OF_MEMORY, out of memory",
    "77, DISK_FULL, no room",
    "132, NATIVE_CRASH, SIGILL",
    "134, NATIVE_CRASH, SIGABRT",
    "135, NATIVE_CRASH, bus error",
    "136, NATIVE_CRASH, arithmetic fault",
    "137, KILLED, killed from outside (SIGKILL)",
    "139, NATIVE_CRASH, segmentation fault",
    "143, KILLED, asked to go",
    "159, RUNNER_DIED, killed by signal 31",
    "42, RUNNER_DIED, no known meaning"
  })
  void knowsWhatExitCodesMean(int code, Failure failure, String meaning) {
    TrialOutcome.Failed failed = explain(code, false);
    assertThat(failed.failure()).isEqualTo(failure);
    assertThat(failed.message()).contains("pid 7", "exit code " + code, meaning);
  }

  @Test
  void findsAShortageOfMemoryInTheAccountOfACrash() throws IOException {
    Files.writeString(
        folder.resolve("lease-41.crash"),
        "# There is insufficient memory for the Java Runtime Environment to continue.");
    assertThat(explain(1, false).failure()).isEqualTo(Failure.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang.OutOfMemoryError: Java heap space | HEAP_EXHAUSTED",
        "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB | DEVICE_MEMORY_EXHAUSTED",
        "DefaultCPUAllocator: can't allocate memory | OUT_OF_MEMORY",
        "java.io.IOException: No space left on device | DISK_FULL"
      })
  void readsInTheLogWhatRanOut(String line, Failure failure) throws IOException {
    Files.writeString(folder.resolve("lease-41.log"), "before\n" + line + "\nafter");
    assertThat(explain(1, false).failure()).isEqualTo(failure);
  }

  @Test
  void takesACrashForACrashThoughACheckpointFoundNoRoomBefore() throws IOException {
    Files.writeString(
        folder.resolve("lease-41.log"),
        "A checkpoint could not be kept\njava.io.IOException: No space left on device");
    assertThat(explain(139, false).failure()).isEqualTo(Failure.NATIVE_CRASH);
  }

  @Test
  void takesAnAccountOfACrashForANativeCrashWhateverTheExitCode() throws IOException {
    Files.writeString(
        folder.resolve("lease-41.crash"), "# SIGSEGV (0xb)\n# Problematic frame: libtorch_cpu.so");
    TrialOutcome.Failed failed = explain(1, false);
    assertThat(failed.failure()).isEqualTo(Failure.NATIVE_CRASH);
    assertThat(failed.detail()).contains("libtorch_cpu.so");
  }

  @Test
  void tellsTheKernelsKillForWantOfMemoryFromAnyOther() {
    TrialOutcome.Failed failed = explain(137, true);
    assertThat(failed.failure()).isEqualTo(Failure.KILLED_FOR_MEMORY);
    assertThat(failed.message()).contains("by the kernel for want of memory");
  }

  @Test
  void takesAnInterruptForTheWorkersGoing() {
    assertThat(RunnerExit.explain(130, 7, LEASE, new AttemptFiles(folder), false))
        .isEqualTo(new TrialOutcome.Stopped("it was interrupted from the keyboard"));
  }

  private TrialOutcome.Failed explain(int code, boolean kernelKilled) {
    return (TrialOutcome.Failed)
        RunnerExit.explain(code, 7, LEASE, new AttemptFiles(folder), kernelKilled);
  }
}
