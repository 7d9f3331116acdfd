package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.Trials;
import cbd.coordinator.http.Views;
import cbd.coordinator.schedule.Event;
import cbd.coordinator.store.Store;
import cbd.domain.Diagnostics;
import cbd.domain.EpochMetrics;
import cbd.domain.Lease;
import cbd.domain.LeaseId;
import cbd.domain.Phase;
import cbd.domain.Scores;
import cbd.domain.SlotId;
import cbd.domain.SweepId;
import cbd.domain.Trial;
import cbd.domain.TrialId;
import cbd.domain.WorkerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir private Path folder;
  private final Shell shell = new Shell();

  @Test
  void readsAStoreThatNothingRunsOn() {
    Trial done = Trial.of(Trials.spec(0));
    String store = store(done, Trial.of(Trials.spec(1))).toString();
    String digits = done.id().brief();

    assertThat(shell.run("trial", digits, "--store", store)).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("trial " + done.id() + ": badnets 10% / none / repeat 0, succeeded")
        .contains("CA  91.0 %")
        .contains("Configuration:", "  dataset: ", "    pattern: grid")
        .contains("commit: 0123abc")
        .containsPattern(
            "ATTEMPT +PHASE +EPOCH +LOSS +SCORES\\R1 +backdoored +2 +0.6931 +CA +60.0 %  ASR  97.0 %")
        .contains("gpu-2/0");

    Shell asJson = new Shell();
    assertThat(asJson.run("trial", digits, "--store", store, "--json")).isZero();
    assertThat(asJson.out())
        .contains("\"id\" : \"" + done.id() + "\"")
        .contains("\"dataHash\" : \"da1a\"");

    assertThat(shell.run("trial", "0000000000", "--store", store)).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("no trial begins with '0000000000'");
  }

  @Test
  void asksTheCoordinator() throws IOException {
    String id = Pictures.id("bbbb2222");
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.knows(
          "GET /trials/bbbb",
          new Views.TrialDetail(
              Pictures.trial(id, "succeeded", null), List.of(), List.of(), List.of(), null, null));
      assertThat(shell.run("trial", "bbbb", "--coordinator", coordinator.address().toString()))
          .isZero();
    }
    assertThat(shell.out()).contains("trial " + id, "CA  91.2 %");
  }

  @Test
  void refusesWhatIsNoId() {
    assertThat(shell.run("trial", "demo")).isEqualTo(Exit.INVALID);
    assertThat(shell.err())
        .contains("cbd trial: TRIAL must be 4 to 32 hexadecimal digits, but was 'demo'")
        .contains("Try 'cbd trial --help'.")
        .doesNotContain("Usage:");
  }

  /** A store in which the first trial succeeded and the second waits. */
  private Path store(Trial done, Trial waiting) {
    Path file = folder.resolve("cbd.db");
    List<Trial> trials = List.of(done, waiting);
    SweepId sweep = SweepId.of("demo", trials.stream().map(Trial::id).toList());
    TrialId id = done.id();
    LeaseId lease = new LeaseId(1);
    SlotId slot = new SlotId(new WorkerId("gpu-2"), 0);
    try (Store store = Store.open(file)) {
      store.append(
          store.beginTerm("here", NOON),
          List.of(
              new Event.SweepAccepted(NOON, sweep, "demo", "name: demo\n", trials, 3),
              new Event.LeaseGranted(NOON, new Lease(lease, id, 1, slot, NOON.plusSeconds(90))),
              new Event.EpochRecorded(
                  NOON,
                  lease,
                  id,
                  1,
                  1,
                  new EpochMetrics(
                      Phase.BACKDOORED,
                      2,
                      0.6931,
                      new Scores(0.6, 0.97, 0.02, 0.6),
                      4,
                      500,
                      new Diagnostics.None()),
                  NOON.plusSeconds(90)),
              new Event.TrialSucceeded(NOON, lease, id, 1, 2, Trials.result(0.91, 0.05))));
    }
    return file;
  }
}
