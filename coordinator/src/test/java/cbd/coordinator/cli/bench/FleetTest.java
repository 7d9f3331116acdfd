package cbd.coordinator.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
  @Test
  void spreadsAllWorkersOverTheProcesses() {
    Fleet fleet = new Fleet(1000, 3, 400, 2, 6, 10);

    assertThat(List.of(option(fleet, 0), option(fleet, 1), option(fleet, 2)))
        .containsExactly("334", "333", "333");
    assertThat(fleet.allSlots()).isEqualTo(2000);
  }

  @Test
  void hasNoMoreMembersThanWorkersInAProcess() {
    List<String> options = new Fleet(5, 2, 400, 1, 6, 10).options(1);

    assertThat(options.get(options.indexOf("--members") + 1)).isEqualTo("2");
  }

  @Test
  void hasSweepsThatKeepEverySlotBusyUntilTheEnd() {
    Fleet fleet = new Fleet(1000, 2, 1, 1, 6, 10);

    // Warm-up and windows take 80 s of trials of a minute: four trials for each slot at most.
    assertThat(new LoadShape(200, 1, 50, fleet, 20, 5, 12).sweeps()).isBetween(6, 8);
    assertThat(new LoadShape(1, 1, 0, new Fleet(1, 1, 1, 1, 6, 10), 20, 5, 12).sweeps())
        .isEqualTo(4);
  }

  private static String option(Fleet fleet, int process) {
    List<String> options = fleet.options(process);
    return options.get(options.indexOf("--workers") + 1);
  }
}
