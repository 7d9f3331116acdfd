package cbd.worker.runner;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.domain.LeaseId;
import cbd.domain.TrialId;
import cbd.training.stage.StageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trial that runs, one that went on elsewhere, and two stages. */
@Timeout(120)
class ExpendablesTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Workbench bench;
  private Slot slot;
  private Path running;
  private Path left;
  private Path stage;

  /** A stage that was used since. */
  private Path used;

  private Expendables expendables;

  @BeforeEach
  void fill() throws IOException {
    bench = Workbench.with(folder, FakeRunner.KeepsACheckpoint.class);
    slot = bench.slot();
    slot.start(lease(1), spec(1));
    await().atMost(LONG).until(() -> slot.checkpoint().isPresent());
    running = slot.checkpoint().orElseThrow().file();
    Path other = running.getParent().resolveSibling(TrialId.of(spec(2)).toString());
    left = Files.copy(running, Files.createDirectory(other).resolve(running.getFileName()));
    Path stages = Files.createDirectory(folder.resolve("stages"));
    stage = Files.write(stages.resolve("set-" + "1".repeat(64) + ".stage"), new byte[100]);
    used = Files.write(stages.resolve("set-" + "2".repeat(64) + ".stage"), new byte[100]);
    Files.setLastModifiedTime(stage, FileTime.from(Instant.now().minusSeconds(60)));
    expendables = new Expendables(bench.host(), new StageSettings(stages.toString(), 1000));
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void areCheckpointsOfTrialsThatRunElsewhereAndThenStages() throws IOException {
    expendables.free(folder, 1);
    assertThat(left).doesNotExist();
    assertThat(stage).exists();

    expendables.free(folder, 1);
    assertThat(stage).doesNotExist();
    assertThat(used).exists();

    expendables.free(folder, Long.MAX_VALUE);
    assertThat(used).doesNotExist();
    assertThat(running).exists();
  }

  @Test
  void areThoseOfATrialThatRanHereAsWell() throws IOException {
    slot.stop(new LeaseId(1), "its lease expired");
    await().atMost(LONG).until(() -> bench.host().atWork().isEmpty());

    expendables.free(folder, Long.MAX_VALUE);

    assertThat(running).doesNotExist();
  }

  @Test
  void areNothingWhereItWouldMakeNoRoom() throws IOException {
    expendables.free(Path.of("/proc"), Long.MAX_VALUE);
    assertThat(left).exists();
    assertThat(stage).exists();
  }

  @Test
  void areNoCheckpointsThatTheCoordinatorHasNot() throws IOException {
    CheckpointFiles here =
        new CheckpointFiles(
            bench.host().checkpoints().settings(), Duration.ZERO, InstantSource.system());
    assertThat(here.free(Long.MAX_VALUE, Set.of())).isZero();
    assertThat(left).exists();
  }
}
