package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cbd.coordinator.cli.CannedCoordinator;
import cbd.coordinator.cli.client.CoordinatorClient;
import cbd.coordinator.cli.client.RefusedException;
import cbd.coordinator.http.Views;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogFollowerTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Deque<Supplier<Views.LogView>> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();

  private final LogFollower.Source source =
      new LogFollower.Source() {
        @Override
        public Views.LogView latest() {
          asked.add("latest");
          return answers.remove().get();
        }

        @Override
        public Views.LogView after(int attempt, long from) {
          asked.add(attempt + "@" + from);
          return answers.remove().get();
        }
      };

  private void follow(Views.LogView first, boolean json) throws InterruptedException {
    LogPrinter printer =
        new LogPrinter(new PrintWriter(out, true), new PrintWriter(err, true), json);
    new LogFollower(source, printer, Duration.ofMillis(1)).toTheEnd(first);
  }

  private void then(Views.LogView view) {
    answers.add(() -> view);
  }

  private static Views.LogView waiting(String state) {
    return new Views.LogView("ab", state, null, null, null, "", 0, 0, false, null, null);
  }

  private static Views.LogView running(int attempt, String text, long next) {
    return new Views.LogView(
        "ab",
        "leased",
        attempt,
        "w-" + attempt + "/0",
        "running",
        text,
        0,
        next,
        false,
        null,
        null);
  }

  private static Views.LogView ended(
      String trial, int attempt, String state, String text, long next, @Nullable Integer then) {
    return new Views.LogView(
        "ab", trial, attempt, "w-" + attempt + "/0", state, text, 0, next, true, then, null);
  }

  private static Views.LogView troubled(int attempt, boolean over, String why) {
    return new Views.LogView(
        "ab", "leased", attempt, "w/0", over ? "expired" : "running", "", 0, 4, over, null, why);
  }

  @Test
  void goesOnAcrossAttemptsInOneStreamUntilTheTrialEnds() throws InterruptedException {
    then(running(1, "one\n", 4));
    then(ended("cooling-down", 1, "failed", "end", 7, null));
    then(ended("queued", 1, "failed", "", 7, null));
    then(ended("leased", 1, "failed", "", 7, 2));
    then(running(2, "two\n", 4));
    then(ended("succeeded", 2, "succeeded", "done\n", 9, null));
    follow(waiting("queued"), false);

    assertThat(out.toString())
        .isEqualTo("one\nend" + "--- attempt 2 on w-2/0 ---\n" + "two\ndone\n");
    assertThat(asked).containsExactly("latest", "1@4", "1@7", "1@7", "2@0", "2@4");
    assertThat(err.toString())
        .contains("The trial is queued; its first attempt is waited for.")
        .contains("Attempt 1 failed; the trial is cooling-down, its next attempt is waited for.")
        .endsWith("The trial succeeded.\n");
  }

  @Test
  void printsAnObjectForEachLine() throws InterruptedException {
    follow(ended("failed", 1, "failed", "a \"b\"\nc\n", 9, null), true);
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"trial\":\"ab\",\"attempt\":1,\"slot\":\"w-1/0\",\"line\":\"a \\\"b\\\"\"}",
            "{\"trial\":\"ab\",\"attempt\":1,\"slot\":\"w-1/0\",\"line\":\"c\"}");
  }

  @Test
  void waitsForACoordinatorAndAWorkerThatAreAway() throws Exception {
    answers.add(() -> new CoordinatorClient(URI.create("http://127.0.0.1:1")).log("ab", 1, 1));
    answers.add(() -> refused(503));
    then(troubled(1, false, "Worker w does not answer now."));
    then(troubled(1, false, "Worker w does not answer now."));
    then(running(1, "two\n", 8));
    then(ended("cancelled", 1, "cancelled", "", 8, null));
    follow(running(1, "one\n", 4), false);

    assertThat(out).hasToString("one\ntwo\n");
    assertThat(err.toString().split("does not answer now", -1)).as("said once").hasSize(2);
    assertThat(asked).containsExactly("1@4", "1@4", "1@4", "1@4", "1@4", "1@8");
  }

  private static Views.LogView refused(int status) {
    try (CannedCoordinator coordinator = new CannedCoordinator()) {
      coordinator.refuses("GET /trials/ab/log/lines", status, "not now");
      return new CoordinatorClient(coordinator.address()).log("ab", 1, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givesALateEndOfALogSomeTimeAndSaysWhenItIsGone() throws InterruptedException {
    then(troubled(1, true, "It is gone."));
    then(ended("leased", 1, "failed", "late\n", 9, 2));
    then(ended("failed", 2, "failed", "x\n", 2, null));
    follow(running(1, "one\n", 4), false);
    assertThat(out.toString()).startsWith("one\nlate\n--- attempt 2");
    assertThat(err.toString()).doesNotContain("gone");

    Views.LogView lost =
        new Views.LogView("ab", "failed", 2, "w/0", "failed", "", 0, 4, true, null, "It is gone.");
    for (int i = 0; i < 5; i++) {
      then(lost);
    }
    follow(lost, false);
    assertThat(err.toString()).contains("It is gone. What it printed last is not here.");
  }

  @Test
  void endsWhenTheCoordinatorSaysNo() {
    answers.add(() -> refused(404));
    assertThatThrownBy(() -> follow(running(1, "one\n", 4), false))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void endsWhenNobodyReadsAnyMore() throws InterruptedException {
    Writer closed =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("broken pipe");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    LogPrinter printer = new LogPrinter(new PrintWriter(closed), new PrintWriter(err, true), false);
    new LogFollower(source, printer, Duration.ofDays(1)).toTheEnd(running(1, "one\n", 4));
    assertThat(asked).isEmpty();
  }
}
