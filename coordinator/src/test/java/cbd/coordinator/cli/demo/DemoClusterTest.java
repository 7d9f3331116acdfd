package cbd.coordinator.cli.demo;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cbd.coordinator.cli.CannedCoordinator;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real child processes, but shell scripts in place of a coordinator and workers. */
class DemoClusterTest {
  @TempDir Path folder;

  private final List<String> said = new ArrayList<>();

  @Test
  void startsWorkersWhereTheCoordinatorSaysAndStopsAll() throws Exception {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows("GET /workers", new Views.WorkerList(List.of(worker("a"), worker("b"))));
      Path launcher = launcher(ready(coordinator), "echo joining \"$@\"");
      DemoCluster cluster = new DemoCluster(launcher, folder);
      try (cluster) {
        assertThat(cluster.start(2, 1, said::add).address()).isEqualTo(coordinator.address());
        cluster.requireAllAlive();
        // The coordinator says that they have joined before they have said a word.
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> Files.readString(folder.resolve("worker-2.log")).contains("joining"));
      }
      assertThat(cluster.isStopping()).isTrue();
      assertThat(Files.readString(folder.resolve("worker-2.log")))
          .contains("--join 127.0.0.1:4711 --name worker-2 --threads 1")
          .contains("--exit-with-stdin");
      assertThat(said).last().asString().contains("joined");
      assertThat(pidsAlive()).isEmpty();
    }
  }

  @Test
  void showsTheEndOfTheLogOfAProcessThatDies() throws Exception {
    Path launcher = launcher("echo the port is taken; exit 1", "true");
    try (DemoCluster cluster = new DemoCluster(launcher, folder)) {
      assertThatThrownBy(() -> cluster.start(1, 1, said::add))
          .isInstanceOf(DemoException.class)
          .hasMessageContaining("coordinator ended with exit code 1")
          .hasMessageContaining("the port is taken");
    }
  }

  @Test
  void startsNothingAnyMoreOnceItIsStopped() throws Exception {
    DemoCluster cluster = new DemoCluster(launcher("sleep 60", "sleep 60"), folder);
    cluster.close();

    assertThatThrownBy(() -> cluster.start(1, 1, said::add)).hasMessageContaining("being stopped");
    assertThat(folder.resolve("pids")).doesNotExist();
  }

  private static String ready(CannedCoordinator coordinator) {
    return "echo cbd coordinator: "
        + coordinator.address()
        + " is open, workers join 127.0.0.1:4711";
  }

  /** Notes its process, does what it is told, and stays until its stdin ends. */
  private Path launcher(String asCoordinator, String asWorker) throws IOException {
    String script =
        """
        #!/bin/sh
        echo $$ >>'%s'
        case $1 in
          coordinator) %s ;;
          worker) %s ;;
        esac
        cat >/dev/null
        """
            .formatted(folder.resolve("pids"), asCoordinator, asWorker);
    Path file = Files.writeString(folder.resolve("cbd"), script);
    return Files.setPosixFilePermissions(file, fromString("rwx------"));
  }

  private List<String> pidsAlive() throws IOException {
    return Files.readAllLines(folder.resolve("pids")).stream()
        .filter(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent())
        .toList();
  }

  private static Views.WorkerView worker(String name) {
    return new Views.WorkerView(
        name, "host", "0.1.0", false, "2026-11-23T04:00:00Z", List.of(), null, null);
  }
}
