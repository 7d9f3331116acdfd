package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.bench.LoadFigures;
import cbd.coordinator.cli.client.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A small load for a few seconds; {@code docs/performance.md} has a large one. */
@EnabledOnOs(OS.LINUX)
class LoadIT {
  @TempDir Path folder;

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void answersManyClientsAndWorkersAndLosesNobody() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Processes.Ended ended =
          processes.run(
              "bench",
              "load",
              "--clients",
              "20",
              "--listeners",
              "5",
              "--workers",
              "40",
              "--members",
              "2",
              "--epochs",
              "2",
              "--epoch-seconds",
              "1",
              "--warm-up-seconds",
              "2",
              "--windows",
              "2",
              "--window-seconds",
              "3",
              "--keep-dir",
              folder.resolve("load").toString(),
              "--json");

      assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
      LoadFigures figures = Json.read(ended.out(), LoadFigures.class);
      assertThat(figures.asked()).isGreaterThan(40);
      assertThat(figures.tooMany() + figures.refused() + figures.broken()).isZero();
      assertThat(figures.routes()).hasSizeGreaterThanOrEqualTo(5);
      assertThat(figures.pictures()).isGreaterThanOrEqualTo(5);
      assertThat(figures.listenersLost()).isZero();
      assertThat(figures.epochsPerSecond().median()).isPositive();
      assertThat(figures.dispatched()).isPositive();
      assertThat(figures.workersLost()).isZero();
      assertThat(figures.leasesExpired()).isZero();
      assertThat(processes.survivors()).isEmpty();
    }
  }
}
