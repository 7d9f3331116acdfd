package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.bench.SchedulerFigures;
import cbd.coordinator.cli.client.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sweep of 100,000 trials through real processes: accepted, listed, ranked, restarted from,
 * scheduled, cancelled, in a gigabyte. How fast is not asserted here, for other work runs on a
 * machine that tests: docs/performance.md has the figures.
 */
@EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
class LargeSweepIT {
  private static final long GIBIBYTE = 1L << 30;

  @TempDir Path folder;

  @Test
  void fitsIntoAGigabyteAndIsRestartedFrom() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Path kept = folder.resolve("kept");
      Processes.Ended ended =
          processes.run(
              "bench",
              "scheduler",
              "--trials",
              "100000",
              "--windows",
              "1",
              "--timed-trials",
              "32",
              "--seconds",
              "0.1",
              "--keep-dir",
              kept.toString(),
              "--json");

      assertThat(ended.exit()).as(ended.err()).isZero();
      SchedulerFigures figures = Json.read(ended.out(), SchedulerFigures.class);
      assertThat(figures.trials()).isEqualTo(100_000);
      assertThat(figures.restartSeconds().n()).isEqualTo(3);
      assertThat(figures.trialsPerSecond().low()).isPositive();
      assertThat(figures.epochsPerSecond().low()).isPositive();
      assertThat(figures.timedSeconds()).isGreaterThanOrEqualTo(figures.floorSeconds());
      assertThat(figures.peakMemoryBytes()).as("resident memory").isLessThanOrEqualTo(GIBIBYTE);
      Processes.Ended rebuilt =
          processes.run(
              "rebuild", "--store", kept.resolve("coordinator").resolve("cbd.db").toString());
      assertThat(rebuilt.out()).contains("The history gives the same rows.");
      processes.awaitNoSurvivor();
    }
  }
}
