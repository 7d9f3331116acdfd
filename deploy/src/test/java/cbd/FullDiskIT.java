package cbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The coordinator's disk, a small one of its own, fills up in the middle of a sweep; later there is
 * room again. Needs the right to mount.
 */
class FullDiskIT {
  private static final int MEGABYTES = 12;
  private static final int TRIALS = 1000;

  @TempDir Path folder;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    Path disk = Files.createDirectory(disk());
    mounted = run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", disk) == 0;
    assumeThat(mounted).as("may mount a file system").isTrue();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", disk());
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "CBD_SLOW_TESTS", matches = "true")
  void pausesWithAClearWordAndGoesOnByItselfWhenThereIsRoom() throws Exception {
    try (Processes processes = new Processes(folder)) {
      TestCluster cluster = new TestCluster(processes);
      Processes.Running coordinator = cluster.startCoordinator(disk());
      String sweep = cluster.client().submit(Sweeps.yaml(300, 1, repeats())).sweep();
      Path ballast = disk().resolve("ballast");
      fill(ballast);
      Processes.Running worker =
          processes.start("bench", "worker", "--join", cluster.join(), "--slots", "8");

      Views.Health full =
          TestCluster.until(cluster.client()::health, health -> health.storeTrouble() != null);

      assertThat(full.status()).isEqualTo("degraded");
      assertThat(full.storeTrouble()).contains("disk is full", "Nothing was written");
      assertThat(processes.run("status", "--coordinator", cluster.address()).out())
          .contains("Nothing new starts and no result is confirmed for now", "disk is full");
      assertThatThrownBy(() -> cluster.client().submit(Sweeps.yaml(301, 1, "repeat: [0]")))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.problem().status()).isEqualTo(503);
                assertThat(refused.problem().detail()).contains("disk is full");
              });
      assertThat(cluster.client().sweep(sweep).done()).as("reading goes on").isLessThan(TRIALS);

      Files.delete(ballast);

      Views.SweepView end = cluster.awaitEnd(sweep);
      assertThat(end.trials()).containsEntry("succeeded", (long) TRIALS);
      assertThat(cluster.client().trials(sweep, List.of()))
          .as("no attempt was lost to the full disk")
          .allMatch(trial -> trial.attempt() == 1);
      assertThat(cluster.client().health().storeTrouble()).isNull();
      assertThat(coordinator.text().split("Store cannot write", -1))
          .as("said once, not with every try")
          .hasSize(2);
      worker.signal("TERM");
      coordinator.signal("TERM");
      assertThat(coordinator.awaitExit()).isZero();
      Processes.Ended rebuilt =
          processes.run("rebuild", "--store", disk().resolve("cbd.db").toString());
      assertThat(rebuilt.out()).contains("The history gives the same rows.");
    }
  }

  private Path disk() {
    return folder.resolve("disk");
  }

  private static String repeats() {
    StringBuilder list = new StringBuilder("repeat: [0");
    for (int i = 1; i < TRIALS; i++) {
      list.append(", ").append(i);
    }
    return list.append(']').toString();
  }

  /** Leaves less room than the sweep will need. */
  private static void fill(Path ballast) throws IOException {
    long room = Files.getFileStore(ballast.getParent()).getUsableSpace();
    Files.write(ballast, new byte[(int) (room - 300_000)]);
  }

  private static int run(Object... words) throws IOException, InterruptedException {
    List<String> command = List.of(words).stream().map(Object::toString).toList();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
