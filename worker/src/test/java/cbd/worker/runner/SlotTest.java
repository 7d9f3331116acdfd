package cbd.worker.runner;

import static cbd.worker.runner.Workbench.lease;
import static cbd.worker.runner.Workbench.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cbd.domain.Failure;
import cbd.domain.LeaseId;
import cbd.domain.TrialOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotTest {
  @TempDir Path folder;

  @BeforeAll
  static void givesProcessesTime() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }

  @Test
  void reportsEveryEpochAndTheEndInOrder() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.slot("", "gpu:3");
      slot.start(lease(1), spec(3));

      List<Report> reports = reports(slot, 4);
      awaitExit(bench, "none");

      for (int epoch = 1; epoch <= 3; epoch++) {
        assertThat(reports.get(epoch - 1))
            .isEqualTo(new Report.Epoch(new LeaseId(1), epoch, FakeRunner.metrics(epoch)));
      }
      Report.End end = (Report.End) reports.get(3);
      assertThat(end.sequence()).isEqualTo(4);
      TrialOutcome.Succeeded success = (TrialOutcome.Succeeded) end.outcome();
      // The runner sees one GPU, its first, and a tuned malloc.
      assertThat(success.result().provenance().device()).isEqualTo("gpu:0");
      assertThat(success.result().provenance().engine()).isEqualTo("0/3");
      assertThat(slot.leases()).isEmpty();
      assertThat(bench.metric("cbd_worker_epoch_seconds_count", "phase", "final")).isEqualTo(3);
      assertThat(bench.metric("cbd_worker_slots", "state", "idle")).isEqualTo(1);
      assertThat(bench.metric("cbd_worker_step_seconds_sum", "part", "data")).isEqualTo(1.5);
      assertThat(bench.metric("cbd_worker_step_seconds_sum", "part", "backward")).isEqualTo(3);
      assertThat(bench.metric("cbd_stage_reuses_total", "stage", "poisoned-set")).isEqualTo(1);
      assertThat(bench.metric("cbd_stage_builds_total", "stage", "backdoored-model")).isEqualTo(1);
      assertThat(bench.metric("cbd_stage_bytes")).isEqualTo(456);
    }
  }

  /** A worker may live for months. */
  @Test
  void clearsOldLogsBeforeEachAttempt() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      for (int minute = 0; minute <= 200; minute++) {
        Path log = Files.createFile(folder.resolve("attempts/lease-" + (1000 + minute) + ".log"));
        assertThat(log.toFile().setLastModified(60_000L * (1 + minute))).isTrue();
      }
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      reports(slot, 2);
    }
    assertThat(folder.resolve("attempts/lease-1000.log")).doesNotExist();
    assertThat(folder.resolve("attempts/lease-1001.log")).exists();
  }

  @Test
  void tellsProgressOnce() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      slot.start(lease(1), spec(2));
      bench.open(1);
      await().until(() -> !slot.report().isEmpty());
      assertThat(slot.takeStep().orElseThrow().progress().epoch()).isEqualTo(1);
      assertThat(slot.takeStep()).isEmpty();
    }
  }

  @Test
  void reportsACrashWithItsMeaningAndTheEndOfTheLog() throws IOException {
    TrialOutcome.Failed failed = failureOf(FakeRunner.Crashes.class);
    assertThat(failed.failure()).isEqualTo(Failure.NATIVE_CRASH);
    assertThat(failed.message()).contains("exit code 134").contains("SIGABRT");
    assertThat(failed.detail()).contains("free(): invalid pointer");
  }

  @Test
  void reportsThatMemoryRanOut() throws IOException {
    TrialOutcome.Failed failed = failureOf(FakeRunner.Devours.class);
    assertThat(failed.failure()).isEqualTo(Failure.HEAP_EXHAUSTED);
    assertThat(failed.detail()).contains("java.lang.OutOfMemoryError");
  }

  @Test
  void cutsAnEnormousDetailToWhatAFrameOfTheClusterHolds() throws IOException {
    TrialOutcome.Failed failed = failureOf(FakeRunner.Complains.class);
    assertThat(failed.failure()).isEqualTo(Failure.DIVERGED);
    assertThat(failed.detail()).startsWith("xxx").endsWith("…").hasSizeLessThan(17_000);
  }

  @ParameterizedTest
  @ValueSource(classes = {FakeRunner.Lies.class, FakeRunner.Babbles.class, FakeRunner.Boasts.class})
  void killsARunnerThatSpeaksAnythingElse(Class<?> runner) throws IOException {
    TrialOutcome.Failed failed = failureOf(runner);
    assertThat(failed.failure()).isEqualTo(Failure.RUNNER_UNREACHABLE);
    assertThat(failed.message()).contains("not our protocol").contains("was killed");
  }

  @Test
  void killsARunnerThatNeverConnects() throws IOException {
    try (Workbench bench =
        Workbench.thatWaitsFor(Duration.ofMillis(500), folder, FakeRunner.Sulks.class)) {
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      TrialOutcome.Failed failed = failure(reports(slot, 1).get(0));
      assertThat(failed.failure()).isEqualTo(Failure.RUNNER_UNREACHABLE);
      assertThat(failed.message()).contains("said nothing");
    }
  }

  @Test
  void reportsARunnerThatWasKilledBeforeItsFirstWord() throws IOException {
    assertThat(failureOf(FakeRunner.Vanishes.class).failure()).isEqualTo(Failure.KILLED);
  }

  @Test
  void reportsARunnerThatWasKilled() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      slot.start(lease(1), spec(2));
      bench.open(1);
      await().until(() -> !slot.report().isEmpty());

      assertThat(ProcessHandle.of(slot.pid()).orElseThrow().destroyForcibly()).isTrue();

      TrialOutcome.Failed failed = failure(reports(slot, 2).get(1));
      assertThat(failed.failure()).isEqualTo(Failure.KILLED);
      assertThat(failed.message()).contains("exit code 137").contains("SIGKILL");
      awaitExit(bench, "killed");
    }
  }

  @Test
  void stopsWhatIsAskedToStopAndForgetsItsReports() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      slot.start(lease(1), spec(2));
      bench.open(1);
      await().until(() -> !slot.report().isEmpty());

      slot.stop(new LeaseId(1), "cancelled");

      assertThat(slot.leases()).isEmpty();
      await().until(() -> slot.pid() == 0);
      assertThat(slot.report()).isEmpty();
      awaitExit(bench, "stopped");
    }
  }

  @Test
  void killsWhatTakesNoNoticeOfStopAndSigterm() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Hangs.class)) {
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      await().until(() -> slot.takeStep().isPresent());
      ProcessHandle runner = ProcessHandle.of(slot.pid()).orElseThrow();

      slot.stop(new LeaseId(1), "its lease expired");

      await().until(() -> slot.pid() == 0);
      assertThat(runner.isAlive()).isFalse();
    }
  }

  @Test
  void showsThatItStopsARunnerAsLongAsThatHasNotGone() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Hangs.class)) {
      List<UndyingProcess> undying = undyingRunners(bench);
      try {
        Slot slot = bench.slot();
        slot.start(lease(1), spec(1));
        await().until(() -> slot.takeStep().isPresent());

        slot.stop(new LeaseId(1), "its lease expired");

        assertThat(bench.metric("cbd_worker_slots", "state", "stopping")).isEqualTo(1);
      } finally {
        undying.forEach(UndyingProcess::release);
      }
    }
  }

  @Test
  void doesNotVouchForARunnerThatNothingCanEndNorForWhatWaitsBehindIt() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Hangs.class)) {
      List<UndyingProcess> undying = undyingRunners(bench);
      try {
        Slot slot = bench.slot();
        slot.start(lease(1), spec(1));
        await().until(() -> slot.takeStep().isPresent());
        slot.handBack(new LeaseId(1), "its trial is paused");
        assertThat(slot.leases()).containsExactly(new LeaseId(1));

        await().until(() -> slot.trouble().isPresent());
        slot.start(lease(2), spec(1));

        assertThat(slot.trouble()).hasValueSatisfying(why -> assertThat(why).contains("slot 0"));
        assertThat(slot.leases()).isEmpty();

        undying.get(0).release();
        await().until(() -> slot.trouble().isEmpty());
        assertThat(slot.leases()).containsExactly(new LeaseId(2));
        await().until(() -> undying.size() == 2); // It is to be released as well.
      } finally {
        undying.forEach(UndyingProcess::release);
      }
    }
  }

  /** Those that will be started there, each as soon as it is. */
  private static List<UndyingProcess> undyingRunners(Workbench bench) {
    List<UndyingProcess> undying = new CopyOnWriteArrayList<>();
    bench.undying =
        real -> {
          UndyingProcess runner = new UndyingProcess(real);
          undying.add(runner);
          return runner;
        };
    return undying;
  }

  @Test
  void stopsAnAttemptForANewerOneAndRunsThat() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      slot.start(lease(1), spec(1));
      slot.start(lease(1), spec(1));
      slot.start(lease(2), spec(1));
      assertThat(slot.leases()).containsExactly(new LeaseId(2));
      bench.open(1);

      List<Report> reports = reports(slot, 2);

      assertThat(reports).allMatch(report -> report.lease().equals(new LeaseId(2)));
      assertThat(folder.resolve("attempts").toFile().list()).hasSize(2);
    }
  }

  @Test
  void doesNotRunALeaseAgainThatHasEnded() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      assertThat(reports(slot, 2)).hasSize(2);
      await().until(() -> slot.pid() == 0);

      slot.start(lease(1), spec(1));

      assertThat(slot.leases()).isEmpty();
    }
  }

  @Test
  void tellsAttemptsOfTheSameLeaseIdApart() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      assertThat(slot.expect(lease(1, 0, 2))).isTrue();
      assertThat(slot.expect(lease(1, 0, 2))).isFalse();
      assertThat(slot.isExpected(lease(1, 0, 3))).isFalse();
      slot.startExpected(lease(1, 0, 3), spec(1));
      assertThat(slot.pid()).isZero();

      assertThat(slot.expect(lease(1, 0, 3))).as("of a new store").isTrue();
      assertThat(slot.isExpected(lease(1, 0, 2))).isFalse();
    }
  }

  @Test
  void doesNotDeclineWhatItExpects() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      assertThat(slot.expect(lease(1, 0, 2))).isTrue();
      slot.decline(lease(1, 0, 2), "no room");

      assertThat(slot.report()).as("it is not given up").isEmpty();
      assertThat(slot.isExpected(lease(1, 0, 2))).isTrue();
      slot.startExpected(lease(1, 0, 2), spec(1));
      await().until(() -> slot.pid() > 0);
      assertThat(slot.isExpected(lease(1, 0, 2))).isFalse();
    }
  }

  @Test
  void hasNotDeliveredAllBeforeAllThatItDeclinesIsReported() throws IOException {
    try (Workbench bench = Workbench.with(folder, FakeRunner.Trains.class)) {
      Slot slot = bench.gatedSlot();
      slot.start(lease(1), spec(1));
      slot.start(lease(2), spec(1));
      assertThat(slot.expect(lease(3, 0, 2))).isTrue();
      AtomicBoolean first = new AtomicBoolean(true);
      AtomicBoolean early = new AtomicBoolean();
      slot.listen(
          () -> {
            // As quick as can be: acknowledged before the next line of leave().
            if (slot.report().isPresent() && first.getAndSet(false)) {
              await().until(() -> slot.pid() == 0);
              assertThat(reports(slot, 1)).hasSize(1);
              early.set(slot.delivered().isDone());
            }
          });

      slot.leave().join();

      await().until(() -> slot.leases().size() == 1);
      assertThat(early).as("delivered, though one was not reported").isFalse();
      assertThat(reports(slot, 1)).hasSize(1);
      assertThat(slot.delivered()).isDone();
    }
  }

  private TrialOutcome.Failed failureOf(Class<?> runner) throws IOException {
    try (Workbench bench = Workbench.with(folder, runner)) {
      Slot slot = bench.slot();
      slot.start(lease(1), spec(1));
      return failure(reports(slot, 1).get(0));
    }
  }

  /** That is counted last of what an end brings about: its report can be taken before. */
  private static void awaitExit(Workbench bench, String failure) {
    await()
        .untilAsserted(
            () ->
                assertThat(bench.metric("cbd_worker_runner_exits_total", "failure", failure))
                    .isEqualTo(1));
  }

  private static TrialOutcome.Failed failure(Report report) {
    return (TrialOutcome.Failed) ((Report.End) report).outcome();
  }

  /** Takes reports as a coordinator would: one, acknowledged, the next. */
  private static List<Report> reports(Slot slot, int count) {
    List<Report> reports = new ArrayList<>();
    while (reports.size() < count) {
      Report report = await().until(slot::report, Optional::isPresent).orElseThrow();
      reports.add(report);
      slot.acknowledge(report.lease(), report.sequence());
    }
    return reports;
  }
}
