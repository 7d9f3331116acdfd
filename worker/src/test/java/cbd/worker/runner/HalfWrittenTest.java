package cbd.worker.runner;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.disk.DurableFile;
import cbd.domain.CheckpointName;
import cbd.domain.WorkerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that were being written when their runner was killed. */
@Timeout(120)
class HalfWrittenTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void goWithTheirRunnerAndWithTheNextStartOfTheirWorker() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.KeepsACheckpoint.class)) {
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      await().atMost(LONG).until(() -> slot.checkpoint().isPresent());
      Path trial = slot.checkpoint().orElseThrow().file().getParent();
      Path now = draft(trial, "lease-1-w");
      Path before = draft(trial, "lease-0-w");
      Path others = draft(trial, "lease-1-w2");

      assertThat(ProcessHandle.of(slot.pid()).orElseThrow().destroyForcibly()).isTrue();

      await().atMost(LONG).until(() -> !Files.exists(now));
      assertThat(before).exists();
      bench.host().checkpoints().removeDrafts(new WorkerId("w"));
      assertThat(before).doesNotExist();
      assertThat(others).as("of another worker in the same folder").exists();
      assertThat(slot.checkpoint().orElseThrow().file()).exists();
    }
  }

  private static Path draft(Path trial, String writer) throws IOException {
    CheckpointName name = new CheckpointName("0".repeat(16), 1, writer);
    return Files.write(DurableFile.draft(trial.resolve(name.toString())), new byte[10]);
  }
}
