package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.chaos.OrdealReport;
import cbd.coordinator.cli.client.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short ordeal over TLS; the undisturbed trials are trained in plain text. {@code
 * docs/reliability.md} has the long ones.
 */
@EnabledOnOs(OS.LINUX)
class ChaosIT {
  private static final int FAULTS = 6;

  /** Six faults of this one hit a process of each kind, the network and a checkpoint. */
  private static final String SEED = "93747";

  @TempDir Path folder;

  @Test
  void keepsEveryPromiseWhileThingsDie() throws Exception {
    try (Processes processes = new Processes(folder)) {
      Processes.Ended ended =
          processes.run(
              "chaos",
              "--seed",
              SEED,
              "--tls",
              "--own-checkpoints",
              "--faults",
              Integer.toString(FAULTS),
              "--keep",
              folder.resolve("chaos").toString(),
              "--json");

      assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
      OrdealReport report = Json.read(ended.out(), OrdealReport.class);
      assertThat(report.tls()).isTrue();
      assertThat(report.sharedCheckpoints()).isFalse();
      assertThat(report.violations()).isEmpty();
      assertThat(report.faults())
          .containsKeys("worker-killed", "coordinator-killed", "network-lost");
      assertThat(report.faults().values().stream().mapToInt(Integer::intValue).sum())
          .isEqualTo(FAULTS);
      assertThat(report.work().trials()).isGreaterThanOrEqualTo(6);
      assertThat(report.work().results()).isEqualTo(report.work().trials());
      assertThat(report.recovery().n()).as("faults that hit a running trial").isPositive();
      assertThat(processes.survivors()).isEmpty();
    }
  }
}
