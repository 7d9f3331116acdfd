package cbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo on a pipe: to its end, interrupted, and killed. */
class DemoIT {
  private static final int SIGINT = 2;

  @TempDir Path folder;
  private Processes processes;

  @BeforeEach
  void prepare() {
    processes = new Processes(folder);
  }

  @AfterEach
  void clear() {
    processes.close();
  }

  @Test
  void trainsShowsTheLeaderboardAndStopsEverything() throws Exception {
    Processes.Running demo = start("defense: [none, {type: cbd, t1: 1}]");

    assertThat(demo.awaitExit()).as(demo.text()).isZero();
    String text = demo.text();
    assertThat(text)
        .contains("All 2 workers have joined the cluster.")
        .contains("2/2 trials done")
        .containsPattern("badnets +10 +none +1 ")
        .containsPattern("badnets +10 +cbd +1 ")
        .contains("How to read it:", "Look again: ./cbd leaderboard --store ");
    assertThat(processes.survivors()).isEmpty();

    Processes.Ended again = processes.run("leaderboard", "--store", store());
    assertThat(again.exit()).isZero();
    assertThat(text).contains(again.out());
  }

  @Test
  void stopsEverythingWhenItIsInterrupted() throws Exception {
    Processes.Running demo = start("training.epochs: [500]");
    demo.awaitText("final \\d+/500");

    boolean deaf = ignoresInterrupts(demo.pid());
    demo.signal(deaf ? "TERM" : "INT");

    assertThat(demo.awaitExit()).isEqualTo(deaf ? 143 : 130);
    assertThat(demo.text()).contains("Stopping everything");
    assertThat(processes.survivors()).isEmpty();
  }

  @Test
  void leavesNoOrphanWhenItIsKilled() throws Exception {
    Processes.Running demo = start("training.epochs: [500]");
    demo.awaitText("final \\d+/500");
    assertThat(processes.survivors())
        .as("demo, coordinator, workers, runner")
        .hasSizeGreaterThan(4);

    demo.signal("KILL");

    demo.awaitExit();
    processes.awaitNoSurvivor();
  }

  /** A shell that starts Maven in the background has all below it ignore Ctrl-C. */
  private static boolean ignoresInterrupts(long pid) throws IOException {
    String ignored =
        Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(ignored.substring(7).strip(), 16) & 1 << (SIGINT - 1)) != 0;
  }

  private Processes.Running start(String axis) throws IOException {
    Path sweep = Sweeps.file(folder, Sweeps.yaml(300, 2, axis));
    return processes.start(
        "demo", "--sweep", sweep.toString(), "--keep-dir", folder.resolve("demo").toString());
  }

  private String store() {
    return folder.resolve("demo").resolve("coordinator").resolve("cbd.db").toString();
  }
}
