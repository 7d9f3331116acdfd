package cbd.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.http.NoticeViews;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that ask a coordinator, before one that answers what it is told to. */
class AskingCommandsTest {
  private static final String TRIALS = "GET /sweeps/" + Pictures.SWEEP + "/trials";

  private final Shell shell = new Shell();
  private CannedCoordinator coordinator;

  @BeforeEach
  void start() throws IOException {
    coordinator = new CannedCoordinator();
    Views.SweepView sweep =
        Pictures.sweep(List.of(Pictures.running("a", 2)), "leased=1", "queued=1");
    coordinator.knows("GET /sweeps", new Views.SweepList(List.of(sweep), null));
    coordinator.knows("GET /sweeps/" + Pictures.SWEEP, sweep);
    coordinator.knows(
        "GET /health", new Views.Health("up", true, 3L, "available", null, null, "0.1.0"));
  }

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void statusOfTheLatestSweep() {
    assertThat(run("status")).isZero();
    assertThat(shell.out())
        .contains("demo-3f9c2a10: 0/2 trials done, 1 running, 1 queued")
        .contains("badnets 10% / cbd / repeat 0")
        .contains("worker-1/0")
        .contains("Active coordinator: " + coordinator.address() + ", term 3.");
  }

  @Test
  void statusNamesTheActiveCoordinatorWhenAStandByIsAsked() {
    coordinator.knows(
        "GET /health",
        new Views.Health("up", false, 4L, "available", null, "http://10.0.0.9:8470", "0.1.0"));

    assertThat(run("status")).isZero();
    assertThat(shell.out()).contains("Active coordinator: http://10.0.0.9:8470, term 4.");
  }

  @Test
  void statusSaysWhatNobodyWasToldOf() {
    Views.SweepView told = Pictures.sweep(List.of(), "succeeded=1", "failed=1");
    coordinator.knows(
        "GET /sweeps/" + Pictures.SWEEP,
        Pictures.untold(
            told,
            new NoticeViews.UntoldView(
                "msg_1",
                "sweep.failed",
                Pictures.SWEEP,
                "2026-11-23T05:00:00Z",
                "cbd: sweep demo ended",
                "people",
                12,
                "smtp.example.org:587: Connection refused",
                "2026-11-26T05:00:00Z")));

    assertThat(run("status")).isZero();
    assertThat(run("status", "--json")).isZero();

    assertThat(shell.out())
        .contains(
            "Nobody was told by people: cbd: sweep demo ended. Given up after 12 tries:"
                + " smtp.example.org:587: Connection refused")
        .contains("\"channel\" : \"people\"");
  }

  @Test
  void sweepsMayBeAbbreviated() {
    assertThat(run("status", "demo-3")).isZero();
    assertThat(run("status", "other")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("no sweep begins with 'other'. There is: demo-3f9c2a10");
  }

  @Test
  void aNameMeansTheLatestThatHasItAndNoLongerName() {
    coordinator.knows(
        "GET /sweeps",
        new Views.SweepList(
            List.of(named("demo2-0a1b2c3d"), named("demo-4b66c353"), named("demo-3f9c2a10")),
            null));
    coordinator.knows("GET /sweeps/demo-4b66c353", named("demo-4b66c353"));

    assertThat(run("status", "demo")).as(shell.err()).isZero();
    assertThat(shell.out()).contains("demo-4b66c353");
    assertThat(run("status", "de")).isEqualTo(Exit.FAILED);
  }

  @Test
  void anAbbreviationOfTwoIsNone() {
    coordinator.knows(
        "GET /sweeps",
        new Views.SweepList(List.of(named("demo2-0a1b2c3d"), named("demo1-3f9c2a10")), null));

    assertThat(run("status", "demo")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("more than one sweep begins with 'demo': demo2-0a1b2c3d");
  }

  @Test
  void listsSweepsTrialsAndWorkers() {
    answerTrials(Pictures.trial(Pictures.id("bbbb2222"), "failed", "the loss became NaN"));
    coordinator.knows(
        "GET /workers",
        new Views.WorkerList(
            List.of(
                new Views.WorkerView(
                    "gpu-1",
                    "host",
                    "0.1.0",
                    false,
                    "2026-11-23T04:00:00Z",
                    List.of(new Views.SlotView(0, "cpu", 6L << 30, "idle", null, false, null)),
                    null,
                    null))));

    assertThat(run("sweeps") + run("trials", "--state", "failed") + run("workers")).isZero();
    assertThat(shell.out())
        .containsPattern("demo-3f9c2a10 +2026-11-23T04:00:00Z +0/2")
        .containsPattern("bbbb2222 +failed +1/3 +badnets 10% / cbd / repeat 0 +the loss became NaN")
        .containsPattern("gpu-1/0 +cpu +6 GiB +idle +- +host");
  }

  @Test
  void marksScoresThatAreNoResult() {
    answerTrials(
        Pictures.measured(Pictures.id("aaaa"), "queued", 2, 1),
        Pictures.measured(Pictures.id("bbbb"), "leased", 2, 2),
        Pictures.trial(Pictures.id("cccc"), "succeeded", null));

    assertThat(run("trials")).isZero();
    assertThat(shell.out().lines().skip(1).map(line -> line.replaceFirst(".*ASR", "ASR")))
        .containsExactly(
            "ASR   4.1 %  after final epoch 2 of attempt 1, which is over",
            "ASR   4.1 %  after final epoch 2", "ASR   4.1 %");
  }

  @Test
  void anAttemptThatAQueuedTrialIsYetToHaveIsNotCounted() {
    answerTrials(
        Pictures.measured(Pictures.id("aaaa"), "queued", 1, 1),
        Pictures.measured(Pictures.id("bbbb"), "leased", 2, 2));

    assertThat(run("trials")).isZero();
    assertThat(shell.out()).containsPattern("queued +0/").containsPattern("leased +2/");
  }

  @Test
  void retryShowsTheSetFirst() {
    answerTrials(Pictures.trial(Pictures.id("bbbb2222"), "failed", "the loss became NaN"));
    coordinator.knows("POST /sweeps/" + Pictures.SWEEP + "/retry", new Views.ChangedView(1, 0));

    assertThat(run("retry", "demo")).isZero();
    assertThat(shell.out()).containsSubsequence("bbbb2222", "NaN", "1 trial queued again.");
  }

  @Test
  void aDryRetryChangesNothing() {
    answerTrials(Pictures.trial(Pictures.id("bbbb2222"), "failed", "the loss became NaN"));

    assertThat(run("retry", "demo", "--dry-run")).isZero();
    assertThat(shell.out()).contains("bbbb2222");
    assertThat(coordinator.asked).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void cancelsATrialByItsFirstDigits() {
    String id = Pictures.id("bbbb2222");
    coordinator.knows(
        "GET /trials/bbbb",
        new Views.TrialDetail(
            Pictures.trial(id, "queued", null), List.of(), List.of(), List.of(), null, null));
    coordinator.knows("POST /trials/" + id + "/cancel", new Views.ChangedView(1, 0));

    assertThat(run("cancel", "bbbb")).isZero();
    assertThat(shell.out()).contains("1 trial cancelled.");
  }

  @Test
  void saysWhatACancelLeavesToOtherSweeps() {
    answerTrials();
    coordinator.knows("POST /sweeps/" + Pictures.SWEEP + "/cancel", new Views.ChangedView(3, 2));
    coordinator.knows(
        "POST /sweeps/" + Pictures.SWEEP + "/cancel?shared=true", new Views.ChangedView(2, 0));

    assertThat(run("cancel", "demo")).isZero();
    assertThat(shell.out())
        .contains("3 trials cancelled.")
        .contains("2 trials stay as they are, for other sweeps hold them too; --shared");
    assertThat(run("cancel", "demo", "--shared")).isZero();
    assertThat(shell.out()).contains("2 trials cancelled.");
  }

  @Test
  void aRefusalIsToldInTheCoordinatorsWords() {
    coordinator.refuses("POST /sweeps/" + Pictures.SWEEP + "/cancel", 503, "The disk is full.");
    answerTrials();

    assertThat(run("cancel", "demo")).isEqualTo(Exit.FAILED);
    assertThat(shell.err()).contains("cbd cancel: The disk is full.");
  }

  @Test
  void watchingASweepOfWhichSomeWasStoppedEarlyEndsWell() {
    Views.SweepView over = Pictures.sweep(List.of(), "succeeded=1", "stopped=2");
    coordinator.knows("GET /sweeps", new Views.SweepList(List.of(over), null));
    coordinator.knows("GET /sweeps/" + Pictures.SWEEP, over);
    coordinator.says("GET /leaderboard", "CA %  52.00 ± 4.97\n");
    answerTrials();

    assertThat(run("watch")).as(shell.err()).isZero();
    assertThat(shell.err())
        .contains("2 stopped early")
        .contains("2 trials stopped early, by the sweep's rule. Why: cbd trials ")
        .doesNotContain("without a result");
  }

  @Test
  void retriesWhatWasStoppedEarlyWhenAskedTo() {
    answerTrials(Pictures.trial(Pictures.id("bbbb2222"), "stopped", "its best score is too low"));
    coordinator.knows("POST /sweeps/" + Pictures.SWEEP + "/retry", new Views.ChangedView(1, 0));

    assertThat(run("retry", "demo", "--stopped")).as(shell.err()).isZero();
    assertThat(shell.out()).containsSubsequence("bbbb2222", "too low", "1 trial queued again.");
    assertThat(coordinator.asked)
        .anyMatch(asked -> asked.startsWith("GET") && asked.contains("state=stopped"))
        .contains("POST /sweeps/" + Pictures.SWEEP + "/retry?state=stopped");
    assertThat(run("retry", "demo", "--stopped", "--failed")).isEqualTo(2);
  }

  @Test
  void watchingAFinishedSweepPrintsItsLeaderboardAndTellsOfMissingTrials() {
    Views.SweepView over = Pictures.sweep(List.of(), "failed=1");
    coordinator.knows("GET /sweeps", new Views.SweepList(List.of(over), null));
    coordinator.knows("GET /sweeps/" + Pictures.SWEEP, over);
    coordinator.says("GET /leaderboard", "CA %  52.00 ± 4.97\n");
    answerTrials();

    assertThat(run("watch")).isEqualTo(Exit.FAILED);
    assertThat(shell.out()).isEqualTo("CA %  52.00 ± 4.97\n");
    assertThat(coordinator.asked)
        .contains("GET /leaderboard?sweep=" + Pictures.SWEEP + "&format=text");
    assertThat(shell.err())
        .contains("1/1 trial done, 1 failed")
        .contains("cbd retry demo-3f9c2a10");
  }

  @Test
  void aStoreThatIsNotThereIsNamed() {
    assertThat(run("leaderboard", "--store", "missing/cbd.db")).isEqualTo(Exit.INVALID);
    assertThat(shell.err()).contains("cbd.db: the file is missing");
  }

  private void answerTrials(Views.TrialView... trials) {
    coordinator.knows(TRIALS, new Views.TrialPage(List.of(trials), null));
  }

  private static Views.SweepView named(String id) {
    return new Views.SweepView(
        id,
        "demo",
        "2026-11-23T04:00:00Z",
        3,
        Map.of(),
        0,
        0,
        0,
        List.of(),
        "",
        null,
        null,
        null,
        null,
        List.of());
  }

  private int run(String... words) {
    return shell.run(
        Stream.concat(
                Stream.of(words),
                words[words.length - 1].endsWith("cbd.db")
                    ? Stream.empty()
                    : Stream.of("--coordinator", coordinator.address().toString()))
            .toArray(String[]::new));
  }
}
