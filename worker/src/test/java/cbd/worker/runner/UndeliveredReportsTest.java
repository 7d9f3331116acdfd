package cbd.worker.runner;

import static cbd.worker.runner.Workbench.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.domain.CheckpointName;
import cbd.domain.Failure;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker's earlier process finished and could not deliver. */
class UndeliveredReportsTest {
  private static final TrialOutcome DIVERGED =
      new TrialOutcome.Failed(Failure.DIVERGED, "the loss is NaN", "");
  private static final TrialOutcome HANDED_BACK = new TrialOutcome.Stopped("it is told to go");

  @TempDir Path folder;

  @Test
  void isDeliveredWholeBySlotTheFirstToEndFirst() throws IOException {
    spool(lease(5, 0), DIVERGED, 2);
    spool(lease(9, 1), DIVERGED, 1);
    spool(lease(30, 0), DIVERGED, 1);
    spool(lease(7, 6), HANDED_BACK, 3);
    spool(lease(8, 1), HANDED_BACK, 4);
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot first = bench.slot();
      Slot second = bench.slot();
      assertThat(first.leases()).containsExactlyInAnyOrder(id(30), id(5), id(7));
      assertThat(delivered(first))
          .as("of a slot that is no more as well")
          .containsExactly("30/1", "30/2", "5/1", "5/2", "7/1", "7/2");
      assertThat(delivered(second)).containsExactly("9/1", "9/2", "8/1", "8/2");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> folder.resolve("spool").toFile().list().length == 0);
    }
  }

  @Test
  void takesTheCheckpointsAlongOfATrialThatNobodyGoesOnWith() throws IOException {
    spool(lease(5), DIVERGED, 1);
    Path checkpoint = checkpoint();
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      assertThat(delivered(bench.slot())).hasSize(2);
      await().atMost(Duration.ofSeconds(30)).until(() -> !Files.exists(checkpoint));
    }
  }

  private void spool(Lease lease, TrialOutcome outcome, long ended) throws IOException {
    Spool spool = new Spool(folder.resolve("spool"));
    assertThat(spool.add(lease, new Report.Epoch(lease.id(), 1, FakeRunner.metrics(1)))).isTrue();
    assertThat(spool.add(lease, new Report.End(lease.id(), 2, outcome))).isTrue();
    Files.setLastModifiedTime(
        folder.resolve("spool").resolve("lease-" + lease.id() + ".reports"),
        FileTime.fromMillis(ended));
  }

  private Path checkpoint() throws IOException {
    CheckpointName name = new CheckpointName("0123456789abcdef", 9, "lease-5-w");
    Path of = folder.resolve("checkpoints").resolve(lease(5).trial().toString());
    return Files.write(Files.createDirectories(of).resolve(name.toString()), new byte[100]);
  }

  /** Takes all reports as a coordinator would: one, acknowledged, the next. */
  private static List<String> delivered(Slot slot) {
    List<String> all = new ArrayList<>();
    while (slot.report().isPresent()) {
      Report report = slot.report().orElseThrow();
      all.add(report.lease() + "/" + report.sequence());
      slot.acknowledge(report.lease(), report.sequence());
    }
    return all;
  }

  private static LeaseId id(long id) {
    return new LeaseId(id);
  }
}
