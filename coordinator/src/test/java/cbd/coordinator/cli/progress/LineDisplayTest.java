package cbd.coordinator.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import cbd.coordinator.cli.Pictures;
import cbd.coordinator.cli.words.TrialNames;
import cbd.coordinator.http.Views;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineDisplayTest {
  private final StringWriter text = new StringWriter();
  private final LineDisplay display = new LineDisplay(new PrintWriter(text), TrialNames.PLAIN);

  @Test
  void printsALineForEachMeasurementAndEachCount() {
    display.show(
        Pictures.sweep(List.of(Pictures.running("a", null)), "leased=1", "queued=3"), List.of());
    display.show(
        Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1", "queued=3"), List.of());
    display.show(
        Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1", "queued=3"), List.of());

    assertThat(text.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            " running badnets 10% / cbd / repeat 0 started worker-1/0",
            "demo-3f9c2a10: 0/4 trials done, 1 running, 3 queued",
            " running badnets 10% / cbd / repeat 0 final 1/8 CA 91.2 % ASR 4.1 % worker-1/0");
  }

  @Test
  void saysHowAttemptsEnded() {
    display.show(
        Pictures.sweep(List.of(), "succeeded=1", "failed=1", "cooling-down=1"),
        List.of(
            Pictures.trial(Pictures.id("aaaa1111"), "succeeded", null),
            Pictures.trial(Pictures.id("bbbb2222"), "failed", "the loss became NaN"),
            Pictures.trial(Pictures.id("cccc3333"), "cooling-down", "the runner was killed")));

    assertThat(text.toString())
        .contains("done      badnets 10% / cbd / repeat 0  CA  91.2 %  ASR   4.1 %  in 1 min 15 s")
        .contains("FAILED    badnets 10% / cbd / repeat 0  (trial bbbb2222): the loss became NaN")
        .contains(
            "again     badnets 10% / cbd / repeat 0  attempt 1 of 3 failed: the runner was killed")
        .contains("2/3 trials done, 1 failed, 1 waiting to be tried again");
  }

  @Test
  void saysThatWhoTrainsIsNotBackYet() {
    List<Views.RunningView> running = List.of(Pictures.running(Pictures.id("aaaa"), 1));
    display.show(
        Pictures.sweep(new Views.Live(running, 0, null), "leased=1", "queued=2"), List.of());
    assertThat(text.toString())
        .contains("their workers are not back yet; they come by themselves")
        .doesNotContain("start one");
  }

  @Test
  void saysThatNobodyIsThereToTrain() {
    display.show(Pictures.sweep(new Views.Live(List.of(), 0, null), "queued=2"), List.of());
    assertThat(text.toString())
        .contains("2 queued, no worker is there that takes work (start one: cbd worker");

    display.show(Pictures.sweep(new Views.Live(List.of(), 1, null), "queued=2"), List.of());
    assertThat(text.toString().lines().reduce((one, next) -> next).orElseThrow())
        .endsWith("2 queued");
  }

  @Test
  void tellsTheTimeLeftWithItsRange() {
    Views.Live live =
        new Views.Live(List.of(Pictures.running("a", 1)), 2, new Views.Eta(65, 50, 120));

    display.show(Pictures.sweep(List.of(Pictures.running("a", 1)), "leased=1"), List.of());
    display.show(Pictures.sweep(live, "leased=1"), List.of());
    display.show(Pictures.sweep(live, "leased=1"), List.of());

    assertThat(text.toString()).containsOnlyOnce("about 1 min 5 s left (50 s to 2 min)");
  }
}
