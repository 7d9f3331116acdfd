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
    "3, OUT_OF_MEMORY, out of memory",
    "75, RUNNER_DIED, lost its parent",
    "76, OUT_OF_MEMORY, out of memory",
    "137, RUNNER_DIED, killed (SIGKILL)",
    "139, RUNNER_DIED, segmentation fault",
    "159, RUNNER_DIED, killed by signal 31",
    "42, RUNNER_DIED, no known meaning"
  })
  void knowsWhatExitCodesMean(int code, Failure failure, String meaning) {
    TrialOutcome.Failed failed = explain(code);
    assertThat(failed.failure()).isEqualTo(failure);
    assertThat(failed.message()).contains("pid 7", "exit code " + code, meaning);
  }

  @Test
  void findsAShortageOfMemoryInTheAccountOfACrash() throws IOException {
    Files.writeString(
        folder.resolve("lease-41.crash"),
        "# There is insufficient memory for the Java Runtime Environment to continue.");
    assertThat(explain(1).failure()).isEqualTo(Failure.OUT_OF_MEMORY);
  }

  private TrialOutcome.Failed explain(int code) {
    return RunnerExit.explain(code, 7, LEASE, new AttemptFiles(folder));
  }
}
